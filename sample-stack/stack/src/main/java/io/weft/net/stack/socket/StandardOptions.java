package io.weft.net.stack.socket;

import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// `java.net`'s newer options and the numbers that their older siblings have.
final class StandardOptions {

    private static final Map<SocketOption<?>, Integer> NUMBERS = Map.of(
            StandardSocketOptions.SO_SNDBUF, SocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_RCVBUF, SocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_KEEPALIVE, SocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.SO_REUSEADDR, SocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_LINGER, SocketOptions.SO_LINGER,
            StandardSocketOptions.SO_BROADCAST, SocketOptions.SO_BROADCAST,
            StandardSocketOptions.TCP_NODELAY, SocketOptions.TCP_NODELAY,
            StandardSocketOptions.IP_TOS, SocketOptions.IP_TOS);

    static final Set<SocketOption<?>> OF_STREAMS = withPatience(Set.of(StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_LINGER,
            StandardSocketOptions.TCP_NODELAY, StandardSocketOptions.IP_TOS));
    static final Set<SocketOption<?>> OF_LISTENERS = withPatience(
            Set.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_REUSEADDR));
    static final Set<SocketOption<?>> OF_DATAGRAMS = Set.of(StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_BROADCAST, StandardSocketOptions.IP_TOS);

    private StandardOptions() { }

    static Set<SocketOption<?>> withPatience(Set<SocketOption<?>> others) {
        Set<SocketOption<?>> all = new HashSet<>(others);
        all.addAll(PatienceOptions.ALL);
        return Set.copyOf(all);
    }

    /// @throws UnsupportedOperationException for one that is not among them, as `java.net` wants it
    static int number(SocketOption<?> name, Set<SocketOption<?>> supported) {
        Integer number = NUMBERS.get(name);
        if (number == null || !supported.contains(name)) {
            throw new UnsupportedOperationException("'" + name.name() + "' not supported");
        }
        return number;
    }

    /// Lingering for a negative time is not lingering, which the older option says with false.
    static Object toNumbered(SocketOption<?> name, Object value) {
        return name.equals(StandardSocketOptions.SO_LINGER) && value instanceof Integer seconds && seconds < 0 ? Boolean.FALSE : value;
    }
}
