package io.weft.net.stack.tcp;

/// What this end tells of data behind a gap: up to four ranges, the latest first (RFC 2018 §4), before them once what came twice (RFC 2883).
final class SackBlocks {

    /// More do not fit among TCP's options, and with timestamps one less.
    static final int MOST = 4;

    private final int[] starts = new int[MOST];
    private final int[] ends = new int[MOST];
    private int count;
    private int doubledStart;
    private int doubledEnd;

    /// Data came that made `start` to before `end`, or is in there.
    void arrived(int start, int end) {
        drop(start, end);
        int kept = Math.min(count, MOST - 1);
        System.arraycopy(starts, 0, starts, 1, kept);
        System.arraycopy(ends, 0, ends, 1, kept);
        starts[0] = start;
        ends[0] = end;
        count = kept + 1;
    }

    /// Whatever lies in there is no range of its own any more.
    private void drop(int start, int end) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (SeqNum.isBefore(starts[i], start) || SeqNum.isAfter(ends[i], end)) {
                starts[left] = starts[i];
                ends[left++] = ends[i];
            }
        }
        count = left;
    }

    /// All before `rcvNxt` is there, without a gap.
    void reached(int rcvNxt) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (SeqNum.isAfter(starts[i], rcvNxt)) {
                starts[left] = starts[i];
                ends[left++] = ends[i];
            }
        }
        count = left;
    }

    /// Came twice.
    void doubled(int start, int end) {
        doubledStart = start;
        doubledEnd = end;
    }

    /// The next acknowledgment has told of it.
    void told() {
        doubledEnd = doubledStart;
    }

    private int doubles() {
        return doubledEnd == doubledStart ? 0 : 1;
    }

    /// How many blocks the next acknowledgment bears.
    int count(int most) {
        return Math.min(most, count + doubles());
    }

    int start(int index) {
        int at = index - doubles();
        return at < 0 ? doubledStart : starts[at];
    }

    int end(int index) {
        int at = index - doubles();
        return at < 0 ? doubledEnd : ends[at];
    }
}
