package io.weft.net.stack.tcp;

/// Whether the peer is owed an acknowledgment: at once, or with the next segment that leaves anyway (RFC 9293 §3.8.6.3).
final class OwedAck {

    private boolean due;
    private boolean waits;

    void atOnce() {
        due = true;
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
