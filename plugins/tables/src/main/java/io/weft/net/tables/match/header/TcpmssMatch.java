package io.weft.net.tables.match.header;

import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// The announced segment size that a rule asks for, the kernel's `tcpmss_mt`. A header that announces none is beyond any range.
record TcpmssMatch(PortRange sizes, boolean inverted) implements RuleMatch, PacketMatch {

    private static final int OPTION = 2;
    private static final int OPTION_LENGTH = 4;

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        TcpHeader tcp = packet.tcp();
        int there = packet.transportLength();
        // like the kernel it takes what stands in a later fragment for a header
        if (there < TcpHeader.MIN_LENGTH || tcp.headerLength() < TcpHeader.MIN_LENGTH || tcp.headerLength() > there) {
            traversal.hotDrop();
            return false;
        }
        return announced(tcp) != inverted;
    }

    private boolean announced(TcpHeader tcp) {
        int length = tcp.headerLength() - TcpHeader.MIN_LENGTH;
        for (int at = 0; at < length; ) {
            int kind = tcp.option(at);
            if (kind == OPTION && length - at >= OPTION_LENGTH && tcp.option(at + 1) == OPTION_LENGTH) {
                return sizes.contains(tcp.option(at + 2) << 8 | tcp.option(at + 3));
            }
            // the two that have no length byte: end of list, no operation
            boolean bare = kind < 2 || at + 1 >= length;
            at += bare ? 1 : Math.max(1, tcp.option(at + 1));
        }
        return false;
    }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--mss " + sizes;
    }

    @Override
    public String list(boolean numeric) {
        return "tcpmss match " + (inverted ? "!" : "") + sizes;
    }
}
