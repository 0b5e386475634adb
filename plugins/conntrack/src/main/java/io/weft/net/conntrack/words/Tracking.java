package io.weft.net.conntrack.words;

import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.Lease;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Attached;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.Traversal;
import org.jspecify.annotations.Nullable;

/// The use that a rule makes of connection tracking while it is in force: what the kernel's matches do with `nf_ct_netns_get`.
abstract sealed class Tracking implements Attached {

    private final Conntrack conntrack;
    private @Nullable Lease use;

    private Tracking(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public void attach() {
        use = conntrack.use();
    }

    @Override
    public void detach() {
        if (use != null) {
            use.close();
        }
    }

    static PacketMatch match(Conntrack conntrack, PacketMatch match) {
        return new Match(conntrack, match);
    }

    static PacketTarget target(Conntrack conntrack, PacketTarget target) {
        return new Target(conntrack, target);
    }

    private static final class Match extends Tracking implements PacketMatch {

        private final PacketMatch match;

        Match(Conntrack conntrack, PacketMatch match) {
            super(conntrack);
            this.match = match;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            return match.matches(packet, traversal);
        }
    }

    private static final class Target extends Tracking implements PacketTarget {

        private final PacketTarget target;

        Target(Conntrack conntrack, PacketTarget target) {
            super(conntrack);
            this.target = target;
        }

        @Override
        public Decision apply(Packet packet, Traversal traversal) {
            return target.apply(packet, traversal);
        }
    }
}
