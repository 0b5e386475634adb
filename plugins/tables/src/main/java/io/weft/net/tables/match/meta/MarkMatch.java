package io.weft.net.tables.match.meta;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// The mark that a rule asks for, the kernel's `mark_mt`.
record MarkMatch(int mark, int mask, boolean inverted) implements HeaderMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return ((packet.mark() & mask) == mark) != inverted;
    }

    @Override
    public void describe(HeaderConditions conditions) {
        conditions.masked(HeaderField.MARK, mask, mark, inverted);
    }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--mark " + value();
    }

    @Override
    public String list(boolean numeric) {
        return "mark match " + (inverted ? "! " : "") + value();
    }

    private String value() {
        return "0x" + Integer.toHexString(mark) + (mask == -1 ? "" : "/0x" + Integer.toHexString(mask));
    }
}
