package io.weft.net.nat.target;

import io.weft.net.address.Ipv4;
import io.weft.net.nat.NatRange;
import io.weft.net.tables.extension.PortRange;

/// Writes ranges as they are saved and listed.
final class RangeText {

    private RangeText() { }

    /// `10.0.0.1-10.0.0.9:80-90/8000`, as much of it as the range says.
    static String addresses(NatRange range) {
        var text = new StringBuilder();
        if (range.has(NatRange.ADDRESSES)) {
            text.append(Ipv4.format(range.firstAddress()));
            if (range.firstAddress() != range.lastAddress()) {
                text.append('-').append(Ipv4.format(range.lastAddress()));
            }
        }
        return range.has(NatRange.PORTS) ? text.append(':').append(ports(range)).toString() : text.toString();
    }

    /// `80-90/8000`.
    static String ports(NatRange range) {
        String ports = new PortRange(range.firstPort(), range.lastPort()).toString().replace(':', '-');
        return range.has(NatRange.OFFSET) ? ports + '/' + range.basePort() : ports;
    }

    /// The flags, each behind a space and `mark`.
    static String flags(NatRange range, String mark) {
        return (range.has(NatRange.RANDOM) ? " " + mark + "random" : "")
                + (range.has(NatRange.RANDOM_FULLY) ? " " + mark + "random-fully" : "")
                + (range.has(NatRange.PERSISTENT) ? " " + mark + "persistent" : "");
    }
}
