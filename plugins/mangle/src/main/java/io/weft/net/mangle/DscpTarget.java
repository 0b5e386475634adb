package io.weft.net.mangle;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;
import java.util.Locale;

/// One use of DSCP, the kernel's `dscp_tg`. The two bits below, ECN's, stay as they are.
record DscpTarget(int codePoint) implements RuleTarget, PacketTarget {

    static final int MAX = 0x3F;
    /// RFC 3246.
    static final int EXPEDITED_FORWARDING = 0x2E;
    private static final int ECN = 0x03;

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        Ipv4Header ip = packet.ip();
        Ipv4Edit.tos(ip, ip.tos() & ECN | codePoint << 2);
        return Decision.CONTINUE;
    }

    @Override
    public String save() {
        return "--set-dscp " + hex();
    }

    @Override
    public String list(boolean numeric) {
        return "DSCP set " + hex();
    }

    private String hex() {
        return String.format(Locale.ROOT, "0x%02x", codePoint);
    }
}
