package io.weft.net.stack.tcp;

/// HyStart++ (RFC 9406): ends slow start when round trips become longer, before anything is lost; a while with slower growth first, in
/// case they become shorter again. For the first slow start of a connection alone (§4.3); later ones end at the threshold.
final class HyStart {

    private static final long MIN_THRESHOLD_NS = 4_000_000L;
    private static final long MAX_THRESHOLD_NS = 16_000_000L;
    private static final int THRESHOLD_SHARE = 8;
    private static final int SAMPLES = 8;
    private static final int SLOWER = 4;
    private static final int ROUNDS = 5;
    /// §4.3: of one acknowledgment so many segments count, as segments are not paced.
    static final int MOST_SEGMENTS = 8;

    private long roundLeastNs = Long.MAX_VALUE;
    private long lastRoundLeastNs = Long.MAX_VALUE;
    private int samples;
    /// What is to be acknowledged until the round is over.
    private int roundBytes;
    private boolean slower;
    private long slowerBaseNs;
    private int slowerRounds;
    private boolean over;

    /// By how much the window grows with an acknowledgment (§4.2).
    ///
    /// @param inFlightBytes before it came
    int growth(int bytes, int mss, long rttNs, int inFlightBytes) {
        sample(rttNs);
        roundBytes -= bytes;
        if (roundBytes <= 0) {
            endRound(inFlightBytes - bytes);
        }
        int counted = Math.min(bytes, MOST_SEGMENTS * mss);
        return slower ? counted / SLOWER : counted;
    }

    private void sample(long rttNs) {
        if (rttNs < 0) {
            return;
        }
        roundLeastNs = Math.min(roundLeastNs, rttNs);
        samples++;
        if (samples < SAMPLES) {
            return;
        }
        if (slower) {
            if (roundLeastNs < slowerBaseNs) {
                slower = false;
            }
        } else if (lastRoundLeastNs != Long.MAX_VALUE) {
            long threshold = Math.clamp(lastRoundLeastNs / THRESHOLD_SHARE, MIN_THRESHOLD_NS, MAX_THRESHOLD_NS);
            if (roundLeastNs >= lastRoundLeastNs + threshold) {
                slower = true;
                slowerBaseNs = roundLeastNs;
                slowerRounds = 0;
            }
        }
    }

    private void endRound(int inFlightBytes) {
        lastRoundLeastNs = roundLeastNs;
        roundLeastNs = Long.MAX_VALUE;
        samples = 0;
        roundBytes = inFlightBytes;
        over |= slower && ++slowerRounds >= ROUNDS;
    }

    boolean isOver() {
        return over;
    }
}
