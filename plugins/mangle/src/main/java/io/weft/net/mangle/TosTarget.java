package io.weft.net.mangle;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;
import java.util.Locale;

/// One use of TOS, the kernel's `tos_tg`: clears the bits of `mask` and turns over those of `value`.
record TosTarget(int value, int mask) implements RuleTarget, PacketTarget {

    static final int ALL = 0xFF;

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        Ipv4Header ip = packet.ip();
        Ipv4Edit.tos(ip, ip.tos() & ~mask ^ value);
        return Decision.CONTINUE;
    }

    @Override
    public String save() {
        return "--set-tos " + hex(value) + "/" + hex(mask);
    }

    @Override
    public String list(boolean numeric) {
        TosSymbol symbol = TosSymbol.of(value, mask);
        if (!numeric && symbol != null) {
            // as iptables has it, spaces included
            return " TOS set" + symbol.word;
        }
        if (!numeric && value == 0) {
            return "TOS and " + hex(~mask & ALL);
        }
        if (!numeric && value == mask) {
            return "TOS or " + hex(value);
        }
        if (!numeric && mask == 0) {
            return "TOS xor " + hex(value);
        }
        return "TOS set " + hex(value) + "/" + hex(mask);
    }

    private static String hex(int bits) {
        return String.format(Locale.ROOT, "0x%02x", bits);
    }
}
