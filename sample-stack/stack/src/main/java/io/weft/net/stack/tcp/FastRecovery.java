package io.weft.net.stack.tcp;

/// Tells a loss by duplicate acknowledgments and says what may be sent until it is made good: limited transmit (RFC 3042), fast
/// retransmit (RFC 5681 §3.2), NewReno's recovery (RFC 6582).
final class FastRecovery {

    private static final int DUPLICATES = 3;

    private int duplicates;
    private boolean recovering;
    private int recover;
    /// What duplicates say has left the network, by which the window is larger.
    private int extraBytes;

    void start(int iss) {
        recover = iss;
    }

    boolean isRecovering() {
        return recovering;
    }

    /// What may be sent beyond the congestion window.
    int extraBytes() {
        return extraBytes;
    }

    /// Another acknowledgment of the same came.
    ///
    /// @return whether recovery begins: what `sndUna` begins with is to be sent again
    boolean duplicate(int sndUna, int sndMax, int mss) {
        duplicates++;
        if (recovering) {
            extraBytes += mss;
            return false;
        }
        if (duplicates < DUPLICATES) {
            extraBytes = duplicates * mss;
            return false;
        }
        // RFC 6582 §3.2 step 2: duplicates of what was sent again after a time-out tell of no new loss
        if (duplicates > DUPLICATES || !SeqNum.isAfter(sndUna, recover)) {
            return false;
        }
        recovering = true;
        recover = sndMax;
        extraBytes = DUPLICATES * mss;
        return true;
    }

    /// New data was acknowledged.
    ///
    /// @return whether it was a part of what recovery waits for: what follows it is to be sent again
    boolean advanced(int acknowledgment, int bytes, int mss) {
        duplicates = 0;
        if (recovering && SeqNum.isBefore(acknowledgment, recover)) {
            extraBytes = Math.max(0, extraBytes - bytes) + (bytes >= mss ? mss : 0);
            return true;
        }
        recovering = false;
        extraBytes = 0;
        return false;
    }

    void timedOut(int sndMax) {
        duplicates = 0;
        recovering = false;
        recover = sndMax;
        extraBytes = 0;
    }
}
