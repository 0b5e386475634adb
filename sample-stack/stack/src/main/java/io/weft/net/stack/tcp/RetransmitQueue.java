package io.weft.net.stack.tcp;

/// When what is under way was sent, one note a transmission, oldest first: for measuring round trips.
final class RetransmitQueue {

    private static final int PLACES = 64;
    private static final long SENT_AGAIN = Long.MIN_VALUE;
    static final long NO_SAMPLE = Long.MIN_VALUE;

    private final int[] ends = new int[PLACES];
    private final long[] sentNs = new long[PLACES];
    private int first;
    private int count;

    /// New data up to before `end` was sent.
    void sent(int end, long nowNs) {
        if (count == PLACES) {
            // more transmissions than notes: the last note speaks for all from there on, from their latest
            int last = place(count - 1);
            ends[last] = end;
            sentNs[last] = SENT_AGAIN;
            return;
        }
        int at = place(count++);
        ends[at] = end;
        sentNs[at] = nowNs;
    }

    /// Something under way was sent again: whatever is acknowledged of that tells nothing of a round trip (RFC 6298 §3).
    void sentAgain() {
        for (int i = 0; i < count; i++) {
            sentNs[place(i)] = SENT_AGAIN;
        }
    }

    /// @return when the latest of what `acknowledgment` covers was sent, or {@link #NO_SAMPLE}
    long acknowledged(int acknowledgment) {
        long latest = NO_SAMPLE;
        while (count > 0 && !SeqNum.isAfter(ends[first], acknowledgment)) {
            latest = sentNs[first];
            first = place(1);
            count--;
        }
        return latest;
    }

    private int place(int index) {
        return first + index & PLACES - 1;
    }
}
