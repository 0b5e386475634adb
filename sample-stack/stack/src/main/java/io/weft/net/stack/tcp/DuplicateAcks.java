package io.weft.net.stack.tcp;

/// Tells a loss by duplicate acknowledgments where the peer sends no SACK: limited transmit (RFC 3042), fast retransmit
/// (RFC 5681 §3.2), NewReno's partial acknowledgments (RFC 6582). Each duplicate says that one segment has left the network.
final class DuplicateAcks {

    private static final int DUPLICATES = 3;

    private int count;
    private int arrivedBytes;

    /// Another acknowledgment of the same came.
    ///
    /// @param mostBytes that may have arrived behind the gap
    /// @return how many bytes it says have arrived
    int duplicate(int mss, int mostBytes, boolean recovering) {
        count++;
        if (!recovering && count > DUPLICATES) {
            // RFC 3042: not without end when they begin no recovery
            return 0;
        }
        int bytes = Math.clamp(mostBytes - arrivedBytes, 0, mss);
        arrivedBytes += bytes;
        return bytes;
    }

    boolean tellOfLoss() {
        return count == DUPLICATES;
    }

    /// New data was acknowledged.
    ///
    /// @return how many bytes of it no duplicate had told of
    int advanced(int bytes, int mss) {
        count = 0;
        // RFC 6582 §3.2 step 3: one segment is what filled the gap
        int told = Math.min(arrivedBytes, Math.max(0, bytes - mss));
        arrivedBytes -= told;
        return bytes - told;
    }

    /// What has left the network by what they say.
    int arrivedBytes() {
        return arrivedBytes;
    }

    void forget() {
        count = 0;
        arrivedBytes = 0;
    }
}
