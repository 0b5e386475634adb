package io.weft.net.stack.tcp;

import java.util.Arrays;

/// Which data behind a gap has come (RFC 9293 §3.10.7.4): ranges of sequence numbers in order, none touching another. The bytes
/// themselves lie in the receive buffer at their place.
final class ReassemblyQueue {

    /// More gaps than an honest sender leaves; what would make another is left for it to send again.
    static final int MAX_RANGES = 256;

    private int[] starts = new int[4];
    private int[] ends = new int[4];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /// Notes that `start` to before `end` is there.
    ///
    /// @return false when there are too many ranges
    boolean add(int start, int end) {
        int first = 0;
        while (first < count && SeqNum.isBefore(ends[first], start)) {
            first++;
        }
        int behind = first;
        while (behind < count && !SeqNum.isAfter(starts[behind], end)) {
            behind++;
        }
        if (first == behind) {
            return insert(first, start, end);
        }
        starts[first] = SeqNum.min(starts[first], start);
        ends[first] = SeqNum.max(ends[behind - 1], end);
        remove(first + 1, behind);
        return true;
    }

    /// Whether all from `start` to before `end` is there.
    boolean covers(int start, int end) {
        int at = around(start);
        return at < count && !SeqNum.isBefore(start, starts[at]) && !SeqNum.isAfter(end, ends[at]);
    }

    /// Where the range that `sequence` lies in begins.
    int startAround(int sequence) {
        return starts[around(sequence)];
    }

    int endAround(int sequence) {
        return ends[around(sequence)];
    }

    private int around(int sequence) {
        int at = 0;
        while (at < count && !SeqNum.isAfter(ends[at], sequence)) {
            at++;
        }
        return at;
    }

    /// Takes off what joins on to `next`.
    ///
    /// @return where the data without a gap now ends
    int joined(int next) {
        int taken = 0;
        int reached = next;
        while (taken < count && !SeqNum.isAfter(starts[taken], reached)) {
            reached = SeqNum.max(reached, ends[taken]);
            taken++;
        }
        remove(0, taken);
        return reached;
    }

    /// The first number from `from` on that is not there.
    int missingFrom(int from) {
        int reached = from;
        for (int i = 0; i < count && !SeqNum.isAfter(starts[i], reached); i++) {
            reached = SeqNum.max(reached, ends[i]);
        }
        return reached;
    }

    /// Where what is missing from `from` on ends, at `end` at the latest.
    int missingTo(int from, int end) {
        for (int i = 0; i < count; i++) {
            if (SeqNum.isAfter(starts[i], from)) {
                return SeqNum.min(starts[i], end);
            }
        }
        return end;
    }

    private boolean insert(int at, int start, int end) {
        if (count == MAX_RANGES) {
            return false;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        System.arraycopy(starts, at, starts, at + 1, count - at);
        System.arraycopy(ends, at, ends, at + 1, count - at);
        starts[at] = start;
        ends[at] = end;
        count++;
        return true;
    }

    private void remove(int from, int to) {
        System.arraycopy(starts, to, starts, from, count - to);
        System.arraycopy(ends, to, ends, from, count - to);
        count -= to - from;
    }
}
