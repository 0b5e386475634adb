package io.weft.net.tables.match.header;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.Locale;

/// The codepoint that a rule asks for, the kernel's `dscp_mt`.
record DscpMatch(int codepoint, boolean inverted) implements HeaderMatch, PacketMatch {

    private static final int ECN_BITS = 2;

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return (packet.ip().tos() >>> ECN_BITS == codepoint) != inverted;
    }

    @Override
    public void describe(HeaderConditions conditions) {
        conditions.between(HeaderField.TOS, codepoint << ECN_BITS, (codepoint + 1 << ECN_BITS) - 1, inverted);
    }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--dscp " + value();
    }

    @Override
    public String list(boolean numeric) {
        return "DSCP match " + (inverted ? "!" : "") + value();
    }

    private String value() {
        return String.format(Locale.ROOT, "0x%02x", codepoint);
    }
}
