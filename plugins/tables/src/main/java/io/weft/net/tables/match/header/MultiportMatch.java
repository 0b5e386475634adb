package io.weft.net.tables.match.header;

import io.weft.net.packet.Packet;
import io.weft.net.packet.UdpHeader;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.List;
import java.util.stream.Collectors;

/// Several ports that a rule asks for at once, the kernel's `multiport_mt`.
///
/// @param protocol whose names its ports have in listings
record MultiportMatch(Side side, List<PortRange> ranges, boolean inverted, int protocol) implements HeaderMatch {

    private static final int PORTS_LENGTH = 4;

    /// Which of the two ports.
    enum Side {
        SOURCE("sports"), DESTINATION("dports"), EITHER("ports");

        final String option;

        Side(String option) {
            this.option = option;
        }
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        int[] firsts = ranges.stream().mapToInt(PortRange::first).toArray();
        int[] lasts = ranges.stream().mapToInt(PortRange::last).toArray();
        return (packet, traversal) -> matches(packet, traversal, firsts, lasts);
    }

    private boolean matches(Packet packet, Traversal traversal, int[] firsts, int[] lasts) {
        if (traversal.fragmentOffset() != 0) {
            return false;
        }
        if (packet.transportLength() < PORTS_LENGTH) {
            traversal.hotDrop();
            return false;
        }
        // the ports stand at the same place in the headers of all its protocols
        UdpHeader ports = packet.udp();
        boolean found = switch (side) {
            case SOURCE -> contains(firsts, lasts, ports.sourcePort());
            case DESTINATION -> contains(firsts, lasts, ports.destinationPort());
            case EITHER -> contains(firsts, lasts, ports.sourcePort()) || contains(firsts, lasts, ports.destinationPort());
        };
        return found != inverted;
    }

    private static boolean contains(int[] firsts, int[] lasts, int port) {
        for (int i = 0; i < firsts.length; i++) {
            if (port >= firsts[i] && port <= lasts[i]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void describe(HeaderConditions conditions) {
        switch (side) {
            case SOURCE -> conditions.within(HeaderField.SOURCE_PORT, ranges, inverted);
            case DESTINATION -> conditions.within(HeaderField.DESTINATION_PORT, ranges, inverted);
            // one of two fields is no condition on either, unless both must be elsewhere
            case EITHER -> {
                if (inverted) {
                    conditions.within(HeaderField.SOURCE_PORT, ranges, true);
                    conditions.within(HeaderField.DESTINATION_PORT, ranges, true);
                }
            }
        }
    }

    @Override
    public String save() {
        return (inverted ? "! --" : "--") + side.option + " "
                + ranges.stream().map(PortRange::toString).collect(Collectors.joining(","));
    }

    @Override
    public String list(boolean numeric) {
        return "multiport " + side.option + " " + (inverted ? " !" : "")
                + ranges.stream().map(range -> range.list(numeric, protocol)).collect(Collectors.joining(","));
    }
}
