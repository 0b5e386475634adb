package io.weft.net.tables.match.header;

import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// What a rule asks of an ICMP header, the kernel's `icmp_match`.
record IcmpMatch(IcmpType type, boolean inverted) implements HeaderMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        if (traversal.fragmentOffset() != 0) {
            return false;
        }
        if (packet.transportLength() < IcmpHeader.LENGTH) {
            traversal.hotDrop();
            return false;
        }
        IcmpHeader icmp = packet.icmp();
        return type.contains(icmp.type(), icmp.code()) != inverted;
    }

    @Override
    public void describe(HeaderConditions conditions) {
        if (type.type() != IcmpType.ANY) {
            conditions.between(HeaderField.ICMP_TYPE_AND_CODE,
                    type.type() << 8 | type.firstCode(), type.type() << 8 | type.lastCode(), inverted);
        }
    }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--icmp-type " + type.save();
    }

    @Override
    public String list(boolean numeric) {
        return type.list(inverted, numeric);
    }
}
