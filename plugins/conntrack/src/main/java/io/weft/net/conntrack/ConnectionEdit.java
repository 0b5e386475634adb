package io.weft.net.conntrack;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What somebody changes of a connection by hand; what is not said stays.
///
/// @param timeoutSeconds how long it is to last from now on
/// @param status bits of {@link io.weft.net.connection.ConnectionStatus} that it gets; none is taken back
/// @param mark bits of the mark that are put in, and those that are cleared before
/// @param tcpState the name of a state of TCP
public record ConnectionEdit(OptionalLong timeoutSeconds, int status, Mark mark, @Nullable String tcpState) {

    /// The mark is kept under the mask's complement, and `value` is put over it by XOR.
    public record Mark(OptionalInt value, int mask) {

        public static final Mark AS_IT_IS = new Mark(OptionalInt.empty(), 0);

        int of(int old) {
            return value.isEmpty() ? old : old & ~mask ^ value.getAsInt();
        }
    }
}
