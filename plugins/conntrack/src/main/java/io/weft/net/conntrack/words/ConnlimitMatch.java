package io.weft.net.conntrack.words;

import io.weft.net.address.Ipv4;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// How many connections a host, or a network, has at once: the kernel's `connlimit_mt`.
///
/// @param prefix how much of an address tells hosts apart
/// @param destination servers are counted, not clients
record ConnlimitMatch(long most, boolean above, int prefix, boolean destination, Conntrack conntrack) implements RuleMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return Tracking.match(conntrack, new Limiter(this));
    }

    @Override
    public String save() {
        return (above ? "--connlimit-above " : "--connlimit-upto ") + most + " --connlimit-mask " + prefix
                + (destination ? " --connlimit-daddr" : " --connlimit-saddr");
    }

    @Override
    public String list(boolean numeric) {
        return "#conn " + (destination ? "dst/" : "src/") + prefix + (above ? " > " : " <= ") + most;
    }

    /// One rule's counts.
    private static final class Limiter implements PacketMatch {

        private final ConnlimitMatch rule;
        private final int mask;
        private final ConnectionCounts counts;

        Limiter(ConnlimitMatch rule) {
            this.rule = rule;
            counts = new ConnectionCounts(rule.conntrack);
            mask = Ipv4.mask(rule.prefix);
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            int host = (rule.destination ? packet.ip().destination() : packet.ip().source()) & mask;
            if (packet.connection() instanceof TrackedConnection connection) {
                return isContent(counts.count(host, connection));
            }
            if (!rule.conntrack.hasTuple(packet)) {
                traversal.hotDrop();
                return false;
            }
            return isContent(counts.count(host, packet));
        }

        private boolean isContent(int count) {
            return count > rule.most == rule.above;
        }
    }
}
