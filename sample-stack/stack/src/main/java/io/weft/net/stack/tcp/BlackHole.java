package io.weft.net.stack.tcp;

/// Notices that full segments vanish on the way while nothing says why, and has smaller ones tried (RFC 2923 §2.1, RFC 8899 §4.3); after a
/// while full ones again. The kernel's tcp_mtu_probing, without its search for sizes in between.
final class BlackHole {

    /// {@link #timedOut} and {@link #advanced} leave segments as they are.
    static final int UNCHANGED = 0;
    /// `net.ipv4.tcp_base_mss`, and what every way takes.
    private static final int BASE_MSS = 1_024;
    private static final int LEAST_MSS = 512;

    private final TcpUpkeep upkeep;
    /// What segments carried before, 0 while they do.
    private int fullMss;
    private long changedNs;
    private boolean trying;
    private int triedAt;

    BlackHole(TcpUpkeep upkeep) {
        this.upkeep = upkeep;
    }

    /// Nothing came back in time.
    ///
    /// @param inARow for how many times
    /// @param oldestBytes what the oldest segment under way carries
    /// @return the MSS to go down to, options included, or {@link #UNCHANGED}
    int timedOut(int inARow, int oldestBytes, int mss, long nowNs) {
        int patience = trying ? 1 : upkeep.blackHoleTimeouts();
        if (patience == 0 || inARow < patience || oldestBytes < mss || mss <= LEAST_MSS) {
            return UNCHANGED;
        }
        fullMss = Math.max(fullMss, mss);
        trying = false;
        changedNs = nowNs;
        return mss > BASE_MSS ? BASE_MSS : LEAST_MSS;
    }

    /// Something new was acknowledged.
    ///
    /// @return the MSS to try again, or {@link #UNCHANGED}
    int advanced(int sndUna, int sndMax, long nowNs) {
        if (fullMss == 0) {
            return UNCHANGED;
        }
        if (trying) {
            if (SeqNum.isAfter(sndUna, triedAt + fullMss)) {
                fullMss = 0;
                trying = false;
            }
            return UNCHANGED;
        }
        if (nowNs - changedNs < upkeep.mtuRaiseNs()) {
            return UNCHANGED;
        }
        trying = true;
        triedAt = sndMax;
        return fullMss;
    }

    /// The way said itself how much it takes.
    void told(int mss) {
        fullMss = Math.min(fullMss, mss);
    }
}
