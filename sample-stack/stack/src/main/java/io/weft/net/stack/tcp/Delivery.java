package io.weft.net.stack.tcp;

/// What one acknowledgment says has arrived: filled by the {@link RetransmitQueue}, asked by those who measure and judge. Made once.
final class Delivery {

    static final long NEVER = Long.MIN_VALUE;

    private int acknowledgedBytes;
    private int sackedBytes;
    private long acknowledgedSentNs;
    private boolean acknowledgedAgain;
    private long onceSentNs;
    private int onceEnd;
    private long againSentNs;
    private int againEnd;
    private boolean reordered;
    private boolean proven;
    private boolean doubled;

    void begin() {
        acknowledgedBytes = 0;
        sackedBytes = 0;
        acknowledgedSentNs = NEVER;
        acknowledgedAgain = false;
        onceSentNs = NEVER;
        againSentNs = NEVER;
        reordered = false;
        proven = false;
        doubled = false;
    }

    // ---- what the scoreboard finds

    /// Data was covered by the acknowledgment number, and no SACK had told of it.
    void acknowledged(int bytes, long sentNs, boolean again) {
        acknowledgedBytes += bytes;
        acknowledgedAgain |= again;
        acknowledgedSentNs = sentNs;
    }

    void sacked(int bytes) {
        sackedBytes += bytes;
    }

    /// All of a transmission arrived, by whichever word.
    ///
    /// @param again whether it was sent more than once, so that it is not known which of them arrived
    void arrived(int end, long sentNs, boolean again) {
        if (again) {
            if (isLater(sentNs, end, againSentNs, againEnd)) {
                againSentNs = sentNs;
                againEnd = end;
            }
        } else if (isLater(sentNs, end, onceSentNs, onceEnd)) {
            onceSentNs = sentNs;
            onceEnd = end;
        }
    }

    /// What was sent once arrived after what was sent later.
    void reordered() {
        reordered = true;
    }

    /// What was given up and not sent again has arrived: it had not been lost.
    void provenWrong() {
        proven = true;
    }

    /// The peer says that something came twice (RFC 2883).
    void doubled() {
        doubled = true;
    }

    // ---- what is asked

    /// RFC 9937's DeliveredData.
    int bytes() {
        return acknowledgedBytes + sackedBytes;
    }

    int acknowledgedBytes() {
        return acknowledgedBytes;
    }

    int sackedBytes() {
        return sackedBytes;
    }

    /// When the latest of what was acknowledged was sent, or {@link #NEVER} if any of it was sent again: then that may be what it waited for
    /// (RFC 6298 §3).
    long acknowledgedSentNs() {
        return acknowledgedAgain ? NEVER : acknowledgedSentNs;
    }

    /// When the latest of what arrived and was sent once was sent, or {@link #NEVER}.
    long onceSentNs() {
        return onceSentNs;
    }

    int onceEnd() {
        return onceEnd;
    }

    /// When the latest of what arrived and was sent again was sent the last time, or {@link #NEVER}.
    long againSentNs() {
        return againSentNs;
    }

    int againEnd() {
        return againEnd;
    }

    boolean isReordered() {
        return reordered;
    }

    boolean isProvenWrong() {
        return proven;
    }

    boolean isDoubled() {
        return doubled;
    }

    /// RFC 8985 §6.2: of what was sent at one time, what lies further back counts as sent later.
    static boolean isLater(long sentNs, int end, long otherSentNs, int otherEnd) {
        return sentNs > otherSentNs || sentNs == otherSentNs && otherSentNs != NEVER && SeqNum.isAfter(end, otherEnd);
    }
}
