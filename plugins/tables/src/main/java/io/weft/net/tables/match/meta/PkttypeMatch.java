package io.weft.net.tables.match.meta;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// The kind of addressee that a rule asks for, the kernel's `pkttype_mt`.
record PkttypeMatch(LinkType type, boolean inverted) implements HeaderMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return (addressee(packet) == type) != inverted;
    }

    /// What this host hears from itself is taken for what the others hear.
    private static LinkType addressee(Packet packet) {
        if (packet.linkType() != LinkType.LOOPBACK) {
            return packet.linkType();
        }
        return Ipv4.isMulticast(packet.ip().destination()) ? LinkType.MULTICAST : LinkType.BROADCAST;
    }

    /// It asks for no header field, but what stands behind it need not wait for it.
    @Override
    public void describe(HeaderConditions conditions) { }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--pkt-type " + word();
    }

    @Override
    public String list(boolean numeric) {
        return "PKTTYPE " + (inverted ? "!= " : "= ") + word();
    }

    private String word() {
        return switch (type) {
            case HOST -> "unicast";
            case BROADCAST -> "broadcast";
            case MULTICAST -> "multicast";
            case OTHER_HOST -> "otherhost";
            case LOOPBACK -> throw new IllegalStateException("no rule asks for what the kernel hides");
        };
    }
}
