package io.weft.net.stack.tcp;

/// What is under way, a note a transmission in the order of sequence numbers: when it was sent the last time, and what has become of it.
/// The scoreboard of RFC 6675 §3 and RFC 8985 §5.2.
///
///     begin                                                           end
///       |  lost  |  sent again  |  SACKed       |  sent  |  SACKed  | sent |
///
/// A note may stand for many segments (GSO); it is cut where the peer or this end treats its parts differently. Bounded: what would take
/// another note is not sent, and what would need a cut is taken for undelivered.
final class RetransmitQueue {

    private static final int LEAST = 16;
    static final int MOST = 8_192;
    /// A step makes no more notes than this.
    private static final int CUTS = 2;

    /// The peer has it, though something before it is missing.
    private static final int SACKED = 1;
    /// Not under way any more, and to be sent again.
    private static final int LOST = 2;
    /// Was sent more than once.
    private static final int AGAIN = 4;

    private int[] ends = new int[LEAST];
    private long[] sentNs = new long[LEAST];
    private byte[] marks = new byte[LEAST];
    private int first;
    private int behind;
    private int begin;
    private int sackedBytes;
    private int sackedSegments;
    private int lostBytes;
    /// No note before it is lost.
    private int lostFrom;
    /// The furthest that has arrived.
    private int furthest;

    void start(int sequence) {
        begin = sequence;
        lostFrom = sequence;
        furthest = sequence;
    }

    // ---- what is sent

    boolean hasRoom() {
        return behind - first < MOST;
    }

    /// New data up to before `end` was sent.
    ///
    /// @param again whether a window probe may have carried some of it
    void sent(int end, boolean again, long nowNs) {
        makeRoom();
        ends[behind] = end;
        sentNs[behind] = nowNs;
        marks[behind] = (byte) (again ? AGAIN : 0);
        behind++;
    }

    /// Where what is to be sent again first begins; asked only when something is.
    int lostSequence() {
        return startOf(firstLost());
    }

    /// The first that is lost goes out again, as much of it as `length`, with what is lost behind it as far as that reaches.
    ///
    /// @return behind what goes out
    int sendAgain(int length, long nowNs) {
        makeRoom();
        int at = firstLost();
        int start = startOf(at);
        while (at + 1 < behind && (marks[at + 1] & LOST) != 0 && ends[at] - start < length) {
            marks[at] |= marks[at + 1];
            joinNext(at);
        }
        cut(at, start + length);
        lostBytes -= ends[at] - start;
        lostFrom = ends[at];
        marks[at] = AGAIN;
        sentNs[at] = nowNs;
        return ends[at];
    }

    /// The last goes out again though it is not lost, `length` of it at most.
    ///
    /// @return where what goes out begins
    int sendLastAgain(int length, long nowNs) {
        makeRoom();
        int at = behind - 1;
        if (ends[at] - startOf(at) > length && cut(at, ends[at] - length)) {
            at++;
        }
        if ((marks[at] & LOST) != 0) {
            lostBytes -= ends[at] - startOf(at);
        }
        marks[at] = AGAIN;
        sentNs[at] = nowNs;
        return startOf(at);
    }

    /// Something that is under way went out again, unasked.
    void firstWasSentAgain(long nowNs) {
        if (behind > first) {
            marks[first] |= AGAIN;
            sentNs[first] = nowNs;
        }
    }

    // ---- what arrives

    /// All before `acknowledgment` has arrived.
    void acknowledge(int acknowledgment, Delivery delivery) {
        while (first < behind && !SeqNum.isAfter(ends[first], acknowledgment)) {
            arrived(first, ends[first], delivery);
            delivery.arrived(ends[first], sentNs[first], (marks[first] & AGAIN) != 0);
            begin = ends[first];
            first++;
        }
        if (first < behind && SeqNum.isAfter(acknowledgment, begin)) {
            arrived(first, acknowledgment, delivery);
        }
        begin = acknowledgment;
        lostFrom = SeqNum.max(lostFrom, begin);
        furthest = SeqNum.max(furthest, begin);
        if (first == behind) {
            first = 0;
            behind = 0;
        }
        if (sackedBytes == 0) {
            sackedSegments = 0;
        }
    }

    private void arrived(int at, int end, Delivery delivery) {
        int bytes = end - begin;
        int mark = marks[at];
        if ((mark & SACKED) != 0) {
            sackedBytes -= bytes;
            return;
        }
        noteOrder(end, mark, delivery);
        if ((mark & LOST) != 0) {
            lostBytes -= bytes;
        }
        delivery.acknowledged(bytes, sentNs[at], (mark & AGAIN) != 0);
    }

    private void noteOrder(int end, int mark, Delivery delivery) {
        if ((mark & AGAIN) == 0) {
            if (SeqNum.isBefore(end, furthest)) {
                delivery.reordered();
            }
            if ((mark & LOST) != 0) {
                delivery.provenWrong();
            }
        }
    }

    /// The peer has `start` to before `end`, which lie in the queue. Of a note that stood for several segments only whole ones count.
    void sack(int start, int end, int mss, Delivery delivery) {
        makeRoom();
        int at = indexOf(start);
        int from = startOf(at);
        if (SeqNum.isBefore(from, start)) {
            // to the next boundary of a segment, where there is one in the note
            int boundary = from + (start - from + mss - 1) / mss * mss;
            if (SeqNum.isBefore(boundary, ends[at]) && (marks[at] & SACKED) == 0 && SeqNum.isBefore(boundary, end)) {
                cut(at, boundary);
            }
            at++;
        }
        while (at < behind && SeqNum.isBefore(startOf(at), end)) {
            if ((marks[at] & SACKED) != 0) {
                at++;
                continue;
            }
            if (SeqNum.isAfter(ends[at], end)) {
                int boundary = startOf(at) + (end - startOf(at)) / mss * mss;
                if (boundary == startOf(at) || !cut(at, boundary)) {
                    return;
                }
            }
            at = markSacked(at, mss, delivery) + 1;
        }
    }

    /// @return where the note is now
    private int markSacked(int at, int mss, Delivery delivery) {
        int bytes = ends[at] - startOf(at);
        int mark = marks[at];
        noteOrder(ends[at], mark, delivery);
        furthest = SeqNum.max(furthest, ends[at]);
        delivery.sacked(bytes);
        delivery.arrived(ends[at], sentNs[at], (mark & AGAIN) != 0);
        if ((mark & LOST) != 0) {
            lostBytes -= bytes;
        }
        sackedBytes += bytes;
        sackedSegments += (bytes + mss - 1) / mss;
        marks[at] = SACKED;
        if (at + 1 < behind && marks[at + 1] == SACKED) {
            joinNext(at);
        }
        if (at > first && marks[at - 1] == SACKED) {
            joinNext(at - 1);
            return at - 1;
        }
        return at;
    }

    // ---- what does not

    /// Takes for lost what was sent before something that has arrived, and longer ago than `waitNs` (RFC 8985 §6.2, step 5).
    ///
    /// @param latestNs when the latest that has arrived was sent
    /// @param latestEnd and where it ends
    /// @return how long until the next may be taken for lost, 0 when nothing is in question
    long markLost(long latestNs, int latestEnd, long waitNs, long nowNs) {
        long remaining = 0;
        for (int at = first; at < behind; at++) {
            int mark = marks[at];
            if (!Delivery.isLater(latestNs, latestEnd, sentNs[at], ends[at])) {
                if ((mark & (AGAIN | SACKED)) == 0) {
                    // what lies behind it was sent later still
                    break;
                }
            } else if ((mark & (SACKED | LOST)) == 0) {
                long left = sentNs[at] + waitNs - nowNs;
                if (left <= 0) {
                    lose(at);
                } else {
                    remaining = Math.max(remaining, left);
                }
            }
        }
        return remaining;
    }

    /// Takes the oldest segment for lost, unless it is taken for that.
    void markFirstLost(int mss) {
        makeRoom();
        if (first < behind && (marks[first] & (SACKED | LOST)) == 0) {
            cut(first, begin + mss);
            lose(first);
        }
    }

    /// Takes for lost whatever has not arrived. When the oldest was said to have, the peer has thrown away what it said it had
    /// (RFC 2018 §8), and nothing has.
    void markAllLost() {
        boolean reneged = first < behind && marks[first] == SACKED;
        for (int at = first; at < behind; at++) {
            if (reneged && marks[at] == SACKED) {
                sackedBytes -= ends[at] - startOf(at);
                marks[at] = AGAIN;
            }
            if ((marks[at] & (SACKED | LOST)) == 0) {
                lose(at);
            }
        }
        if (sackedBytes == 0) {
            sackedSegments = 0;
        }
    }

    /// Nothing was lost after all: what was not sent again is under way still.
    void markNoneLost() {
        for (int at = first; at < behind; at++) {
            marks[at] &= ~LOST;
        }
        lostBytes = 0;
    }

    private void lose(int at) {
        marks[at] |= LOST;
        int start = startOf(at);
        lostBytes += ends[at] - start;
        lostFrom = SeqNum.min(lostFrom, start);
    }

    // ---- how it stands

    boolean isEmpty() {
        return first == behind;
    }

    /// What is in the network: sent, and neither arrived nor lost (RFC 6675 §3, pipe).
    int inFlightBytes() {
        return isEmpty() ? 0 : ends[behind - 1] - begin - sackedBytes - lostBytes;
    }

    int sackedBytes() {
        return sackedBytes;
    }

    /// How many segments were SACKed since the last time that none were.
    int sackedSegments() {
        return sackedSegments;
    }

    int lostBytes() {
        return lostBytes;
    }

    // ---- notes

    private int startOf(int at) {
        return at == first ? begin : ends[at - 1];
    }

    private int firstLost() {
        int at = indexOf(lostFrom);
        while ((marks[at] & LOST) == 0) {
            at++;
        }
        return at;
    }

    /// The note that `sequence` lies in.
    private int indexOf(int sequence) {
        int low = first;
        int high = behind - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (SeqNum.isAfter(ends[middle], sequence)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Makes two of a note, the first up to before `sequence`, where that lies in it.
    ///
    /// @return false when there is no room for another
    private boolean cut(int at, int sequence) {
        if (!SeqNum.isBefore(sequence, ends[at]) || !hasRoom()) {
            return false;
        }
        System.arraycopy(ends, at, ends, at + 1, behind - at);
        System.arraycopy(sentNs, at, sentNs, at + 1, behind - at);
        System.arraycopy(marks, at, marks, at + 1, behind - at);
        ends[at] = sequence;
        behind++;
        return true;
    }

    /// Makes one of a note and the next, marked as the first is.
    private void joinNext(int at) {
        int from = at + 1;
        System.arraycopy(ends, from, ends, at, behind - from);
        System.arraycopy(sentNs, from + 1, sentNs, from, behind - from - 1);
        System.arraycopy(marks, from + 1, marks, from, behind - from - 1);
        behind--;
    }

    /// For as many notes as one step may need. Moves them to the front when they fill no more than half, otherwise to twice the room.
    private void makeRoom() {
        if (behind + CUTS <= ends.length) {
            return;
        }
        int count = behind - first;
        boolean grows = count > ends.length / 2;
        int[] newEnds = grows ? new int[ends.length * 2] : ends;
        long[] newSentNs = grows ? new long[ends.length * 2] : sentNs;
        byte[] newMarks = grows ? new byte[ends.length * 2] : marks;
        System.arraycopy(ends, first, newEnds, 0, count);
        System.arraycopy(sentNs, first, newSentNs, 0, count);
        System.arraycopy(marks, first, newMarks, 0, count);
        ends = newEnds;
        sentNs = newSentNs;
        marks = newMarks;
        first = 0;
        behind = count;
    }
}
