package io.weft.net.stack.tcp;

/// Says by time what is lost (RFC 8985 §6): what was sent before something that has arrived, and longer ago than a round trip and the
/// time by which segments overtake each other.
final class Rack {

    /// RFC 8985 §3: as many segments SACKed tell of a loss even before the window for reordering is over.
    private static final int DUPLICATES = 3;
    private static final int CALM_RECOVERIES = 16;
    /// `net.ipv4.tcp_min_rtt_wlen`: the least round trip of the last 5 minutes, kept in two halves.
    private static final long HALF_MEMORY_NS = 150_000_000_000L;

    private long latestNs = Delivery.NEVER;
    private int latestEnd;
    private long rttNs;
    private long minRttNs = Long.MAX_VALUE;
    private long olderMinRttNs = Long.MAX_VALUE;
    private long halfBeganNs;
    private boolean reorderingSeen;
    private int multiplier = 1;
    private int calmRecoveriesLeft;
    private boolean inDoubledRound;
    private int doubledRoundEnd;

    /// Something arrived (§6.2, steps 1 to 4).
    ///
    /// @param recovering whether a loss is being made good
    /// @param sndUna with the acknowledgment
    void arrived(Delivery delivery, int sndUna, int sndNxt, long nowNs) {
        if (delivery.onceSentNs() != Delivery.NEVER) {
            keepLeast(nowNs - delivery.onceSentNs(), nowNs);
            advance(delivery.onceSentNs(), delivery.onceEnd(), nowNs);
        }
        // §6.2 step 2: sooner than any round trip it can only have been the earlier transmission
        if (delivery.againSentNs() != Delivery.NEVER && nowNs - delivery.againSentNs() >= minRttNs()) {
            advance(delivery.againSentNs(), delivery.againEnd(), nowNs);
        }
        reorderingSeen |= delivery.isReordered();
        adapt(delivery.isDoubled(), sndUna, sndNxt);
    }

    private void advance(long sentNs, int end, long nowNs) {
        if (Delivery.isLater(sentNs, end, latestNs, latestEnd)) {
            latestNs = sentNs;
            latestEnd = end;
            rttNs = nowNs - sentNs;
        }
    }

    private void keepLeast(long sampleNs, long nowNs) {
        if (nowNs - halfBeganNs > HALF_MEMORY_NS) {
            halfBeganNs = nowNs;
            olderMinRttNs = minRttNs;
            minRttNs = Long.MAX_VALUE;
        }
        minRttNs = Math.min(minRttNs, sampleNs);
    }

    private long minRttNs() {
        return Math.min(minRttNs, olderMinRttNs);
    }

    /// What was sent again without need tells that the window was too short; it grows once a round trip.
    private void adapt(boolean doubled, int sndUna, int sndNxt) {
        if (inDoubledRound && !SeqNum.isBefore(sndUna, doubledRoundEnd)) {
            inDoubledRound = false;
        }
        if (doubled && !inDoubledRound) {
            inDoubledRound = true;
            doubledRoundEnd = sndNxt;
            multiplier++;
            calmRecoveriesLeft = CALM_RECOVERIES;
        }
    }

    /// A loss was made good.
    void recovered() {
        if (--calmRecoveriesLeft <= 0) {
            multiplier = 1;
        }
    }

    /// Whether anything has arrived of which it is known when it was sent.
    boolean knows() {
        return latestNs != Delivery.NEVER;
    }

    long latestNs() {
        return latestNs;
    }

    int latestEnd() {
        return latestEnd;
    }

    /// How long after it was sent something may still arrive.
    long waitNs(boolean recovering, int sackedSegments, long srttNs) {
        return rttNs + reorderingNs(recovering, sackedSegments, srttNs);
    }

    /// RACK.reo_wnd (§6.2, step 4).
    private long reorderingNs(boolean recovering, int sackedSegments, long srttNs) {
        if (!reorderingSeen && (recovering || sackedSegments >= DUPLICATES)) {
            return 0;
        }
        long leastNs = minRttNs();
        return leastNs == Long.MAX_VALUE ? 0 : Math.min(multiplier * (leastNs / 4), srttNs);
    }
}
