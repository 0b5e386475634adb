package io.weft.net.nat.target;

import io.weft.net.address.Ipv4;
import io.weft.net.nat.NatRange;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads the network that NETMAP maps to: `10.5.0.0/16`. The range is from its first address to its last.
final class NetworkReader {

    private NetworkReader() { }

    static NatRange read(String text) throws SyntaxException {
        int slash = text.indexOf('/');
        int mask = slash < 0 ? -1 : mask(text.substring(slash + 1));
        OptionalInt address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            // what the resolver says; names are not looked up
            throw new SyntaxException("getaddrinfo: Name or service not known\n");
        }
        int first = address.getAsInt() & mask;
        return NatRange.ANY.at(first, first | ~mask);
    }

    private static int mask(String text) throws SyntaxException {
        OptionalLong bits = Numbers.parse(text, 32);
        if (bits.isPresent()) {
            return Ipv4.mask((int) bits.getAsLong());
        }
        OptionalInt mask = address(text);
        if (mask.isEmpty()) {
            throw new SyntaxException(
                    "NETMAP: bad value for option \"--to\", neither a valid network mask nor valid CIDR (0-32).\n");
        }
        // one with holes is taken for that of a single address
        boolean whole = mask.getAsInt() == Ipv4.mask(Integer.bitCount(mask.getAsInt()));
        return whole ? mask.getAsInt() : -1;
    }

    /// As C's `inet_aton`: the last number fills all octets that are left.
    private static OptionalInt address(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return OptionalInt.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            OptionalLong part = Numbers.parse(parts[i], last ? 0xFFFF_FFFFL >>> 8 * i : 255);
            if (part.isEmpty()) {
                return OptionalInt.empty();
            }
            address |= last ? part.getAsLong() : part.getAsLong() << 24 - 8 * i;
        }
        return OptionalInt.of((int) address);
    }
}
