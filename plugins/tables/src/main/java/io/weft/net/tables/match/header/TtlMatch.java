package io.weft.net.tables.match.header;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// The time to live that a rule asks for, the kernel's `ttl_mt`.
record TtlMatch(int ttl, Comparison comparison) implements HeaderMatch, PacketMatch {

    private static final int MAX = 0xFF;

    enum Comparison {
        EQUAL("--ttl-eq", "=="), OTHER("! --ttl-eq", "!="), LESS("--ttl-lt", "<"), GREATER("--ttl-gt", ">");

        private final String option;
        private final String sign;

        Comparison(String option, String sign) {
            this.option = option;
            this.sign = sign;
        }
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        int its = packet.ip().ttl();
        return switch (comparison) {
            case EQUAL -> its == ttl;
            case OTHER -> its != ttl;
            case LESS -> its < ttl;
            case GREATER -> its > ttl;
        };
    }

    @Override
    public void describe(HeaderConditions conditions) {
        switch (comparison) {
            case EQUAL -> conditions.between(HeaderField.TTL, ttl, ttl, false);
            case OTHER -> conditions.between(HeaderField.TTL, ttl, ttl, true);
            case LESS -> conditions.between(HeaderField.TTL, ttl, MAX, true);
            case GREATER -> conditions.between(HeaderField.TTL, 0, ttl, true);
        }
    }

    @Override
    public String save() {
        return comparison.option + " " + ttl;
    }

    @Override
    public String list(boolean numeric) {
        return "TTL match TTL " + comparison.sign + " " + ttl;
    }
}
