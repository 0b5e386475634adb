package io.weft.net.testkit.network;

/// What a link did with a frame.
public enum Fate {
    ARRIVES,
    /// It arrives, later than the link's delay says, so that others may overtake it.
    LATE,
    /// It arrives twice.
    DOUBLED,
    /// It arrives with a bit turned over.
    CORRUPTED,
    LOST,
    /// The link was cut.
    CUT,
    /// More waited for the link's rate than its queue holds.
    QUEUE_FULL;

    /// Whether the other end gets it.
    public boolean arrives() {
        return this != LOST && this != CUT && this != QUEUE_FULL;
    }
}
