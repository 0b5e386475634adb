package io.weft.net.mangle;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;

/// One use of TTL, the kernel's `ttl_tg`.
record TtlTarget(Way way, int value) implements RuleTarget, PacketTarget {

    enum Way {
        SET("set", "set to"), INCREMENT("inc", "increment by"), DECREMENT("dec", "decrement by");

        private final String word;
        private final String listed;

        Way(String word, String listed) {
            this.word = word;
            this.listed = listed;
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        Ipv4Header ip = packet.ip();
        Ipv4Edit.ttl(ip, switch (way) {
            case SET -> value;
            case INCREMENT -> Math.min(ip.ttl() + value, 255);
            case DECREMENT -> Math.max(ip.ttl() - value, 0);
        });
        return Decision.CONTINUE;
    }

    @Override
    public String save() {
        return "--ttl-" + way.word + " " + value;
    }

    @Override
    public String list(boolean numeric) {
        return "TTL " + way.listed + " " + value;
    }
}
