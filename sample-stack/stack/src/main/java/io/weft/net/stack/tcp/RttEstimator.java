package io.weft.net.stack.tcp;

/// How long to wait for an acknowledgment before sending again (RFC 6298).
final class RttEstimator {

    static final long INITIAL_NS = 1_000_000_000L;
    /// RFC 6298 §2.4 says 1 s; as Linux has it, since clocks tick finer than the RFC supposed.
    static final long MIN_NS = 200_000_000L;
    static final long MAX_NS = 120_000_000_000L;
    /// RFC 6298 §5.7: what to begin with after a SYN was lost.
    private static final long AFTER_LOST_SYN_NS = 3_000_000_000L;
    private static final long GRANULARITY_NS = 1_000_000L;

    private long srttNs;
    private long rttvarNs;
    private long rtoNs = INITIAL_NS;
    private int backoffs;

    /// A round trip of something that was sent once (§3, Karn's rule).
    void sample(long rttNs) {
        if (srttNs == 0) {
            srttNs = Math.max(1, rttNs);
            rttvarNs = rttNs / 2;
        } else {
            rttvarNs += (Math.abs(srttNs - rttNs) - rttvarNs) / 4;
            srttNs += (rttNs - srttNs) / 8;
        }
        rtoNs = bounded(srttNs + Math.max(GRANULARITY_NS, 4 * rttvarNs));
        backoffs = 0;
    }

    /// The timer expired (§5.5).
    void backOff() {
        backoffs++;
    }

    /// New data was acknowledged, though of no use as a sample.
    void forgetBackOff() {
        backoffs = 0;
    }

    void synWasLost() {
        if (srttNs == 0) {
            rtoNs = AFTER_LOST_SYN_NS;
        }
        backoffs = 0;
    }

    long rtoNs() {
        return backoffs > 16 ? MAX_NS : Math.min(MAX_NS, rtoNs << backoffs);
    }

    long srttNs() {
        return srttNs;
    }

    private static long bounded(long ns) {
        return Math.clamp(ns, MIN_NS, MAX_NS);
    }
}
