package io.weft.net.tables.match.header;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// The type of service that a rule asks for, the kernel's `tos_mt`.
record TosMatch(TosValue wanted, boolean inverted) implements HeaderMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return ((packet.ip().tos() & wanted.mask()) == wanted.value()) != inverted;
    }

    @Override
    public void describe(HeaderConditions conditions) {
        conditions.masked(HeaderField.TOS, wanted.mask(), wanted.value(), inverted);
    }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--tos " + wanted;
    }

    @Override
    public String list(boolean numeric) {
        // iptables has a space before names only
        return "tos match" + (inverted ? "!" : "") + (numeric ? wanted : wanted.list());
    }
}
