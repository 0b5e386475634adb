package io.weft.net.tables.match.header;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.List;

/// The IP total length that a rule asks for, the kernel's `length_mt`.
record LengthMatch(PortRange lengths, boolean inverted) implements HeaderMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return lengths.contains(packet.ip().totalLength()) != inverted;
    }

    @Override
    public void describe(HeaderConditions conditions) {
        conditions.within(HeaderField.TOTAL_LENGTH, List.of(lengths), inverted);
    }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--length " + lengths;
    }

    @Override
    public String list(boolean numeric) {
        return "length " + (inverted ? "!" : "") + lengths;
    }
}
