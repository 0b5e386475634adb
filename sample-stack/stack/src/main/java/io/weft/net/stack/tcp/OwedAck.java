package io.weft.net.stack.tcp;

/// Whether the peer is owed an acknowledgment: at once, or with the next segment that leaves anyway (RFC 9293 §3.8.6.3).
final class OwedAck {

    /// `net.ipv4.tcp_invalid_ratelimit`.
    private static final long STRAY_NS = 500_000_000L;

    private boolean due;
    private boolean waits;
    private boolean answeredStray;
    private long strayNs;

    void atOnce() {
        due = true;
    }

    /// For a segment that is not acceptable. Two ends that answer each other's stray acknowledgments would never end: one without data is
    /// answered twice a second at most.
    ///
    /// @param withData or a FIN
    /// @return whether it is answered
    boolean forStray(boolean withData, long nowNs) {
        if (!withData) {
            if (answeredStray && nowNs - strayNs < STRAY_NS) {
                return false;
            }
            answeredStray = true;
            strayNs = nowNs;
        }
        due = true;
        return true;
    }

    void inCompany() {
        waits = true;
    }

    boolean isDue() {
        return due;
    }

    /// Whether one waits for company since this was last asked.
    boolean beginsToWait() {
        boolean begins = waits;
        waits = false;
        return begins;
    }

    /// A segment left, and every segment acknowledges; or none is owed any more.
    void settled() {
        due = false;
        waits = false;
    }
}
