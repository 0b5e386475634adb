package io.weft.net.conntrack.words;

import io.weft.net.address.Ipv4;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Packet;
import io.weft.net.packet.UdpHeader;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import org.jspecify.annotations.Nullable;

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

        private static final int PORTS_LENGTH = 4;

        private final ConnlimitMatch rule;
        private final int mask;
        private final ConnectionCounts counts = new ConnectionCounts();

        Limiter(ConnlimitMatch rule) {
            this.rule = rule;
            mask = Ipv4.mask(rule.prefix);
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            int host = (rule.destination ? packet.ip().destination() : packet.ip().source()) & mask;
            TrackedConnection connection =
                    packet.connection() instanceof TrackedConnection tracked ? tracked : connectionOfTuple(packet, traversal);
            return counts.count(host, connection) > rule.most == rule.above;
        }

        /// The connection that a packet would belong to if it were tracked, or null.
        private @Nullable TrackedConnection connectionOfTuple(Packet packet, Traversal traversal) {
            int protocol = packet.ip().protocol();
            boolean hasPorts = (protocol == 6 || protocol == 17)
                    && traversal.fragmentOffset() == 0 && packet.transportLength() >= PORTS_LENGTH;
            UdpHeader ports = packet.udp();
            return rule.conntrack.find(protocol, packet.ip().source(), hasPorts ? ports.sourcePort() : 0,
                    packet.ip().destination(), hasPorts ? ports.destinationPort() : 0);
        }
    }
}
