package io.weft.net.tables.match.rate;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;

/// A rate that a rule's packets may not exceed, the kernel's `limit_mt`.
///
/// @param period the time between two packets in 1/{@link #SCALE} s
/// @param burst how many may come at once
record LimitMatch(int period, int burst, Jiffies jiffies) implements RuleMatch {

    /// Parts of a second in which rates are kept (`XT_LIMIT_SCALE`).
    static final long SCALE = 10_000;

    // as much as fits 32 bits when a day's credits are saved: the kernel's CREDITS_PER_JIFFY
    private static final int CREDITS_PER_TICK = Integer.highestOneBit((int) (0xFFFF_FFFFL / (Jiffies.HZ * 60 * 60 * 24)));
    private static final int CREDITS_PER_SECOND = Jiffies.HZ * CREDITS_PER_TICK;
    private static final int DEFAULT_BURST = 5;

    @Override
    public void check(RuleSite site) throws RefusedException {
        // the product wraps, as the kernel's does
        if (burst == 0 || Integer.compareUnsigned(credits(period * burst), credits(period)) < 0) {
            throw new RefusedException(
                    RefusedException.Kind.RANGE, "limit match: overflow, try lower: " + period + "/" + burst);
        }
    }

    private static int credits(int time) {
        long parts = Integer.toUnsignedLong(time);
        // precision is kept where there is room for it
        return parts > 0xFFFF_FFFFL / CREDITS_PER_SECOND
                ? (int) (parts / SCALE * CREDITS_PER_SECOND)
                : (int) (parts * CREDITS_PER_SECOND / SCALE);
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        return new Bucket();
    }

    @Override
    public String save() {
        return "--limit " + Rate.text(period, SCALE) + (burst == DEFAULT_BURST ? "" : " --limit-burst " + burst);
    }

    @Override
    public String list(boolean numeric) {
        return "limit: avg " + Rate.text(period, SCALE) + " burst " + burst;
    }

    /// The credits that are left, full at first. A packet costs some, and each tick brings some.
    private final class Bucket implements PacketMatch {

        private final long cost = Integer.toUnsignedLong(credits(period));
        private final long cap = Integer.toUnsignedLong(credits(period * burst));
        private long credit = cap;
        private long filledAt = jiffies.now();

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            long now = jiffies.now();
            if (now != filledAt) {
                credit = Math.min(cap, credit + (now - filledAt) * CREDITS_PER_TICK);
                filledAt = now;
            }
            if (credit < cost) {
                return false;
            }
            credit -= cost;
            return true;
        }
    }
}
