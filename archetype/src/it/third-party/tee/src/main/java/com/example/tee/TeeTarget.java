package com.example.tee;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;

/// One use of TEE, the kernel's `tee_tg4`: the packet goes on as if nothing had happened.
record TeeTarget(int gateway, Copies copies) implements RuleTarget, PacketTarget {

    @Override
    public String save() {
        return "--gateway " + Ipv4.format(gateway);
    }

    @Override
    public String list(boolean numeric) {
        return "TEE gw:" + Ipv4.format(gateway);
    }

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (gateway == Ipv4.ANY) {
            throw RefusedException.invalid("TEE: the gateway 0.0.0.0 is no host");
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        copies.send(packet, gateway, traversal.hook());
        return Decision.CONTINUE;
    }
}
