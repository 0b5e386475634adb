package io.weft.net.tables.target;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;

/// One use of MARK, the kernel's `mark_tg`: clears the bits of `mask` in the packet's mark and turns over those of `value`.
record MarkTarget(int value, int mask) implements RuleTarget, PacketTarget {

    private static final int ALL = -1;

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        packet.mark(packet.mark() & ~mask ^ value);
        return Decision.CONTINUE;
    }

    @Override
    public String save() {
        return "--set-xmark " + hex(value) + "/" + hex(mask);
    }

    @Override
    public String list(boolean numeric) {
        if (value == 0) {
            return "MARK and " + hex(~mask);
        }
        if (value == mask) {
            return "MARK or " + hex(value);
        }
        if (mask == 0) {
            return "MARK xor " + hex(value);
        }
        return mask == ALL ? "MARK set " + hex(value) : "MARK xset " + hex(value) + "/" + hex(mask);
    }

    private static String hex(int bits) {
        return "0x" + Integer.toHexString(bits);
    }
}
