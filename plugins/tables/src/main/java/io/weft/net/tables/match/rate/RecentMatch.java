package io.weft.net.tables.match.rate;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Attached;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Addresses seen before, the kernel's `recent_mt`.
///
/// @param seconds unsigned; 0 for any time
/// @param hits unsigned; 0 for any number
record RecentMatch(
        Deed deed, boolean inverted, int seconds, int hits, boolean ttl, boolean reap, String name, boolean destination, int mask,
        RecentLists lists) implements RuleMatch {

    private static final int MOST_HITS = 0xFFFF;

    /// What is done with the address.
    enum Deed {
        SET("set", "SET"), CHECK("rcheck", "CHECK"), UPDATE("update", "UPDATE"), REMOVE("remove", "REMOVE");

        final String option;
        final String shown;

        Deed(String option, String shown) {
            this.option = option;
            this.shown = shown;
        }
    }

    @Override
    public void check(RuleSite site) throws RefusedException {
        boolean asks = deed == Deed.CHECK || deed == Deed.UPDATE;
        if (!asks && (seconds != 0 || hits != 0 || ttl || reap)) {
            throw RefusedException.invalid("recent match: --" + deed.option + " asks for no time and no number");
        }
        if (Integer.compareUnsigned(hits, MOST_HITS) > 0) {
            throw RefusedException.invalid("recent match: hitcount (" + Integer.toUnsignedString(hits) + ") is larger than " + MOST_HITS);
        }
        ProcName.check("recent match", name);
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        return new Listed(this);
    }

    @Override
    public String save() {
        return (inverted ? "! --" : "--") + deed.option
                + (seconds == 0 ? "" : " --seconds " + Integer.toUnsignedString(seconds))
                + (reap ? " --reap" : "")
                + (hits == 0 ? "" : " --hitcount " + hits)
                + (ttl ? " --rttl" : "")
                + " --name " + name + " --mask " + Ipv4.format(mask) + (destination ? " --rdest" : " --rsource");
    }

    @Override
    public String list(boolean numeric) {
        return (inverted ? "! " : "") + "recent: " + deed.shown
                + (seconds == 0 ? "" : " seconds: " + Integer.toUnsignedString(seconds))
                + (reap ? " reap" : "")
                + (hits == 0 ? "" : " hit_count: " + hits)
                + (ttl ? " TTL-Match" : "")
                + " name: " + name + " side: " + (destination ? "dest" : "source") + " mask: " + Ipv4.format(mask);
    }

    /// One rule's use of the list.
    private static final class Listed implements PacketMatch, Attached {

        private final RecentMatch rule;
        private final Deed deed;
        private final boolean timed;
        private final long ticks;
        private @Nullable RecentList list;

        Listed(RecentMatch rule) {
            this.rule = rule;
            deed = rule.deed;
            timed = rule.seconds != 0;
            // the kernel's product has 32 bits
            ticks = Integer.toUnsignedLong(rule.seconds * Jiffies.HZ);
        }

        @Override
        public void attach() {
            list = rule.lists.acquire(rule.name, rule.mask, rule.hits);
        }

        @Override
        public void detach() {
            list = null;
            rule.lists.release(rule.name);
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            RecentList mine = Objects.requireNonNull(list, "not attached");
            int address = mine.masked(rule.destination ? packet.ip().destination() : packet.ip().source());
            int ttl = ttlAsReceived(packet);
            long now = rule.lists.jiffies().now();
            RecentEntry entry = mine.find(address, rule.ttl ? ttl : 0);
            if (entry == null) {
                if (deed != Deed.SET) {
                    return rule.inverted;
                }
                mine.add(address, ttl, now);
                return !rule.inverted;
            }
            return switch (deed) {
                case SET -> {
                    mine.update(entry, ttl, now);
                    yield !rule.inverted;
                }
                case REMOVE -> {
                    mine.remove(entry);
                    yield !rule.inverted;
                }
                case CHECK, UPDATE -> ask(mine, entry, ttl, now);
            };
        }

        private boolean ask(RecentList mine, RecentEntry entry, int ttl, long now) {
            long since = now - ticks;
            boolean answer = entry.hasHits(rule.hits, timed, since) != rule.inverted;
            boolean updates = deed == Deed.UPDATE && answer;
            if (rule.reap) {
                mine.reap(since, updates ? entry : null);
            }
            if (updates) {
                mine.update(entry, ttl, now);
            }
            return answer;
        }

        /// Where the way out is known the time to live has been taken down by one, unless the packet began here.
        private static int ttlAsReceived(Packet packet) {
            int ttl = packet.ip().ttl();
            return packet.out() != null && packet.in() != null ? ttl + 1 & 0xFF : ttl;
        }
    }
}
