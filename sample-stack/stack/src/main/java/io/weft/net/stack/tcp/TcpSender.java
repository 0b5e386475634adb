package io.weft.net.stack.tcp;

/// The send sequence space (RFC 9293 §3.3.1) and the bytes in it; says how much may be sent.
///
///                 sndUna           sndNxt   sndMax                 dataEnd
///     ---------------|----------------|--------|----------------------|----
///      acknowledged  | sent, waits    | probe  | to be sent           | FIN
///
/// sndMax is sndNxt but for a window probe, which the peer may have refused.
final class TcpSender {

    /// {@link #nextLength} has nothing to send.
    static final int NOTHING = -1;
    /// RFC 9293 §3.7.1: what a peer takes that names no MSS.
    static final int DEFAULT_MSS = 536;
    private static final int LEAST_MSS = 48;
    /// A GSO segment's data at most, so that with all headers it is an IP packet.
    static final int MOST_AT_ONCE = 64_000;

    private final ByteRing bytes;
    private int capacity;
    private int iss;
    private int sndUna;
    private int sndNxt;
    private int sndMax;
    private int sndWnd;
    private int sndWl1;
    private int sndWl2;
    private int maxSndWnd;
    private int scale;
    private int mss = DEFAULT_MSS;
    /// Of the oldest byte in the buffer: sndUna, but for the SYN's own number.
    private int dataStart;
    private int dataEnd;
    /// Behind the last segment that was sent less than full.
    private int smallEnd;
    private boolean finQueued;
    private boolean noDelay;

    /// @param capacity how many bytes may wait to be sent or acknowledged, to begin with
    TcpSender(int capacity, TcpMemory memory) {
        this.capacity = capacity;
        bytes = new ByteRing(memory);
    }

    /// More may wait.
    void capacity(int value) {
        capacity = value;
    }

    int capacity() {
        return capacity;
    }

    int queued() {
        return dataEnd - dataStart;
    }

    int window() {
        return sndWnd;
    }

    int scale() {
        return scale;
    }

    /// The SYN was sent, or is about to be.
    void start(int initialSequence) {
        iss = initialSequence;
        sndUna = iss;
        sndNxt = iss + 1;
        sndMax = iss + 1;
        smallEnd = iss + 1;
        dataStart = iss + 1;
        dataEnd = iss + 1;
    }

    // ---- what the program does

    /// Queues bytes as far as there is room.
    ///
    /// @return how many
    int write(byte[] from, int offset, int length) {
        int taken = bytes.reach(dataStart, dataEnd + Math.clamp(free(), 0, length)) - dataEnd;
        bytes.put(dataEnd, from, offset, taken);
        dataEnd += taken;
        return taken;
    }

    int free() {
        return capacity - queued();
    }

    void queueFin() {
        finQueued = true;
    }

    boolean hasFin() {
        return finQueued;
    }

    void noDelay(boolean value) {
        noDelay = value;
    }

    // ---- what the peer says

    void agree(int peersMss, int linkMss, int optionBytes) {
        // RFC 9293 §3.7.1: the MSS option counts no options, a segment's data does not count them either
        mss = Math.min(MOST_AT_ONCE, Math.max(LEAST_MSS, Math.min(peersMss, linkMss)) - optionBytes);
    }

    /// Segments have become smaller on the way (RFC 1191).
    ///
    /// @return whether they were larger before
    boolean shrinkMss(int to) {
        int before = mss;
        mss = Math.min(mss, Math.max(LEAST_MSS, to));
        return mss < before;
    }

    /// Larger ones may pass again.
    void growMss(int to) {
        mss = Math.max(mss, to);
    }

    void scale(int bits) {
        scale = bits;
    }

    /// RFC 5961 §5: acknowledgments from further back than a window are no honest peer's.
    boolean isAcknowledgmentPossible(int acknowledgment) {
        return !SeqNum.isBefore(acknowledgment, sndUna - maxSndWnd) && !SeqNum.isAfter(acknowledgment, sndMax);
    }

    /// Of something new.
    boolean isNew(int acknowledgment) {
        return SeqNum.isAfter(acknowledgment, sndUna) && !SeqNum.isAfter(acknowledgment, sndMax);
    }

    /// RFC 5681 §2: tells of a segment that came out of order.
    boolean isDuplicate(TcpSegment segment) {
        return segment.acknowledgment() == sndUna && sndMax != sndUna && segment.length() == 0 && segment.window() << scale == sndWnd;
    }

    /// @return how many sequence numbers are acknowledged with it
    int acknowledge(int acknowledgment) {
        int advanced = acknowledgment - sndUna;
        sndUna = acknowledgment;
        dataStart = SeqNum.min(acknowledgment, dataEnd);
        sndNxt = SeqNum.max(sndNxt, sndUna);
        // goes along, lest it seem to lie ahead when the numbers have gone half round
        smallEnd = SeqNum.max(smallEnd, sndUna);
        if (dataStart == dataEnd) {
            bytes.clear();
        }
        return advanced;
    }

    /// Takes the window of a segment that is not older than the last that was taken (RFC 9293 §3.10.7.4).
    void updateWindow(TcpSegment segment) {
        if (SeqNum.isBefore(sndWl1, segment.sequence())
                || sndWl1 == segment.sequence() && !SeqNum.isAfter(sndWl2, segment.acknowledgment())) {
            takeWindow(segment, scale);
        }
    }

    /// The window of a segment with SYN is never scaled (RFC 7323 §2.2).
    void takeUnscaledWindow(TcpSegment segment) {
        takeWindow(segment, 0);
    }

    private void takeWindow(TcpSegment segment, int bits) {
        sndWnd = segment.window() << bits;
        maxSndWnd = Math.max(maxSndWnd, sndWnd);
        sndWl1 = segment.sequence();
        sndWl2 = segment.acknowledgment();
    }

    // ---- what may be sent

    /// The data bytes of the next segment, 0 for a lone FIN, or {@link #NOTHING}.
    ///
    /// @param allowance bytes that the network may take now
    int nextLength(int allowance) {
        int available = dataEnd - sndNxt;
        int usable = Math.min(sndWnd - (sndNxt - sndUna), allowance);
        if (available < 0 || usable <= 0) {
            return NOTHING;
        }
        if (available == 0) {
            return finQueued ? 0 : NOTHING;
        }
        int length = Math.min(Math.min(available, usable), MOST_AT_ONCE);
        // RFC 9293 §3.7.4 and §3.8.6.2.1: full segments, and the rest of the data when it may not wait, or as Linux and Minshall's
        // variation have it when no other small segment is under way
        if (length == available && (noDelay || finQueued || !SeqNum.isAfter(smallEnd, sndUna))) {
            return length;
        }
        if (length >= mss) {
            return length - length % mss;
        }
        return length >= Math.max(1, maxSndWnd / 2) ? length : NOTHING;
    }

    /// Whether the FIN goes with new data up to before `end`.
    boolean finFollows(int end) {
        return finQueued && end == dataEnd;
    }

    /// Whether what was sent up to before `end` included the FIN.
    boolean isBehindFin(int end) {
        return SeqNum.isAfter(end, dataEnd);
    }

    boolean endsData(int sequence, int length) {
        return sequence + length == dataEnd;
    }

    /// A segment from sndNxt on was sent.
    ///
    /// @param length with its FIN
    void sent(int length) {
        sndNxt += length;
        if (length % mss != 0) {
            smallEnd = sndNxt;
        }
        sndMax = SeqNum.max(sndMax, sndNxt);
    }

    /// The data bytes of what was sent from `sequence` to before `end`, where that may be the FIN.
    int dataLength(int sequence, int end) {
        return Math.max(0, SeqNum.min(end, dataEnd) - sequence);
    }

    /// Whether the peer's window still takes what was sent from `sequence` on; the oldest is sent in any case.
    boolean isWithinWindow(int sequence) {
        return sequence == sndUna || sequence - sndUna < sndWnd;
    }

    /// Data bytes of the oldest segment that is under way, as far as it fits in one now.
    int oldestLength() {
        return Math.min(mss, dataLength(sndUna, sndMax));
    }

    /// Something waits for the window to open, with nothing under way whose acknowledgment would tell.
    boolean isHeldByWindow() {
        return sndUna == sndNxt && (dataEnd != sndNxt || finQueued) && !SeqNum.isAfter(sndNxt, dataEnd);
    }

    /// Something is under way, or queued to be sent.
    boolean waits() {
        return sndMax != sndUna || SeqNum.isBefore(sndNxt, dataEnd) || finQueued && sndNxt == dataEnd;
    }

    /// What a window probe carries: as much as the window takes, and where that is closed one byte more (RFC 9293 §3.8.6.1).
    int probeLength() {
        return Math.min(dataEnd - sndNxt, Math.max(1, Math.min(sndWnd, mss)));
    }

    /// The probe went out: its acknowledgment is possible, but it may as well have been refused.
    void probed(int length) {
        sndMax = SeqNum.max(sndMax, sndNxt + length);
    }

    // ---- how it stands

    ByteRing bytes() {
        return bytes;
    }

    int mss() {
        return mss;
    }

    int iss() {
        return iss;
    }

    int sndUna() {
        return sndUna;
    }

    int sndNxt() {
        return sndNxt;
    }

    int sndMax() {
        return sndMax;
    }

    /// Of a segment without data: what is behind the window the peer would not look at, as a probe that it may have refused.
    int ackSequence() {
        return SeqNum.min(sndMax, sndUna + sndWnd);
    }

    /// FlightSize (RFC 5681 §2).
    int inFlight() {
        return sndNxt - sndUna;
    }

    /// What the peer may have got of, a window probe included.
    int unacknowledged() {
        return sndMax - sndUna;
    }

    boolean isFinAcknowledged() {
        return finQueued && SeqNum.isAfter(sndUna, dataEnd);
    }

    void clear() {
        bytes.clear();
    }
}
