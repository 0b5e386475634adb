package io.weft.net.tables.match.header;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.Locale;

/// The codepoint that a rule asks for, the kernel's `dscp_mt`.
record DscpMatch(int codepoint, boolean inverted) implements RuleMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return (packet.ip().tos() >>> 2 == codepoint) != inverted;
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
