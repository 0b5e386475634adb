package io.weft.net.logging;

import java.util.concurrent.TimeUnit;

/// So many a second, and as many at once after a quiet second. Belongs to the loop thread.
final class RateLimit {

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    // what is left, in nanoseconds of its filling
    private long credit = SECOND_NS;
    private long seenNs;

    /// @param perSecond 0 for no limit
    RateLimit(int perSecond, long nowNs) {
        this.perSecond = perSecond;
        seenNs = nowNs;
    }

    boolean allow(long nowNs) {
        if (perSecond == 0) {
            return true;
        }
        credit = Math.min(SECOND_NS, credit + Math.min(SECOND_NS, Math.max(0, nowNs - seenNs)));
        seenNs = nowNs;
        long price = SECOND_NS / perSecond;
        if (credit < price) {
            return false;
        }
        credit -= price;
        return true;
    }
}
