package io.weft.net.stack.tcp;

import io.weft.net.packet.TcpHeader;

/// The receive sequence space (RFC 9293 §3.3.1) and the bytes in it, what has come behind a gap included.
///
///             readNxt            rcvNxt                     rcvAdv
///     -----------|------------------|--------------------------|----
///      read      | to be read       | window, perhaps with gaps| not allowed yet
final class TcpReceiver {

    private static final int MAX_UNSCALED = 65_535;
    /// What Linux begins with, too, however much room there is.
    static final int INITIAL_WINDOW = 64_240;
    /// RFC 7323 §2.3.
    private static final int MAX_SCALE = 14;

    private final ByteRing bytes;
    private int capacity;
    private final ReassemblyQueue behindGaps = new ReassemblyQueue();
    private final SackBlocks sackBlocks = new SackBlocks();
    private final boolean tellsDoubles;
    private boolean sacking;
    private int irs;
    private int readNxt;
    private int rcvNxt;
    private int rcvAdv;
    private int lastAckSent;
    private final int scale;
    private boolean scaling;
    private int fin;
    private boolean finKnown;
    private boolean finTaken;
    private int unitBytes = TcpSender.DEFAULT_MSS;

    /// @param capacity how many bytes may wait to be read, to begin with
    /// @param most what that may grow to
    /// @param tellsDoubles whether SACKs tell what came twice
    TcpReceiver(int capacity, int most, boolean tellsDoubles, TcpMemory memory) {
        this.capacity = capacity;
        this.tellsDoubles = tellsDoubles;
        bytes = new ByteRing(memory);
        scale = scaleFor(most);
    }

    /// What windows are scaled by that may grow to `capacity` bytes.
    static int scaleFor(int capacity) {
        int scale = 0;
        while (capacity >>> scale > MAX_UNSCALED && scale < MAX_SCALE) {
            scale++;
        }
        return scale;
    }

    /// The peer's SYN came.
    void start(int initialSequence) {
        irs = initialSequence;
        readNxt = irs + 1;
        rcvNxt = irs + 1;
        rcvAdv = irs + 1;
        lastAckSent = irs + 1;
    }

    /// More may wait.
    void capacity(int value) {
        capacity = value;
    }

    int capacity() {
        return capacity;
    }

    /// What the peer may send.
    int window() {
        return rcvAdv - rcvNxt;
    }

    /// What this end's windows are scaled by.
    int scale() {
        return scaling ? scale : 0;
    }

    int ranges() {
        return behindGaps.count();
    }

    /// What this end would scale windows by, its WSopt.
    int offeredScale() {
        return scale;
    }

    void scaling(boolean agreed) {
        scaling = agreed;
    }

    void sacking(boolean agreed) {
        sacking = agreed;
    }

    // ---- what comes

    /// RFC 9293 §3.10.7.4, the table of four cases; where the window is closed, what would come next is looked at for what it says
    /// apart from data.
    boolean isAcceptable(int sequence, int length) {
        int window = rcvAdv - rcvNxt;
        if (window == 0) {
            return sequence == rcvNxt;
        }
        return SeqNum.isWithin(sequence, rcvNxt, window)
                || length > 0 && SeqNum.isWithin(sequence + length - 1, rcvNxt, window)
                // it begins before and ends behind the window
                || length > 0 && SeqNum.isBefore(sequence, rcvNxt) && SeqNum.isAfter(sequence + length, rcvNxt);
    }

    /// Notes what of a segment's data came before (RFC 2883 §4).
    void noteDouble(TcpSegment segment) {
        int end = SeqNum.min(segment.finSequence(), rcvNxt);
        if (tellsDoubles && segment.dataLength() > 0 && SeqNum.isBefore(segment.sequence(), end)) {
            sackBlocks.doubled(segment.sequence(), end);
        }
    }

    /// Takes the data of an acceptable segment as far as the window goes, and notes its FIN. Of data that comes twice with different bytes
    /// the first are kept.
    ///
    /// @return whether it was what is needed next and left no gap: everything else is to be acknowledged at once (RFC 5681 §4.2)
    boolean take(TcpSegment segment) {
        int start = SeqNum.max(segment.sequence(), rcvNxt);
        int end = SeqNum.min(segment.finSequence(), rcvAdv);
        if (segment.has(TcpHeader.FIN) && !SeqNum.isAfter(segment.finSequence(), rcvAdv)) {
            fin = segment.finSequence();
            finKnown = true;
        }
        noteDouble(segment);
        if (!SeqNum.isBefore(start, end)) {
            return segment.dataLength() == 0 && (!segment.has(TcpHeader.FIN) || fin == rcvNxt);
        }
        unitBytes = Math.max(unitBytes, segment.unitBytes());
        end = SeqNum.min(end, bytes.reach(readNxt, end));
        if (!SeqNum.isBefore(start, end)) {
            // no memory: it is as good as lost
            return false;
        }
        putMissing(segment, start, end);
        if (start != rcvNxt) {
            takeBehindGap(start, end);
            return false;
        }
        boolean hadGaps = !behindGaps.isEmpty();
        rcvNxt = behindGaps.joined(end);
        sackBlocks.reached(rcvNxt);
        return !hadGaps && end == segment.finSequence();
    }

    private void putMissing(TcpSegment segment, int start, int end) {
        int from = behindGaps.missingFrom(start);
        while (SeqNum.isBefore(from, end)) {
            int to = behindGaps.missingTo(from, end);
            bytes.put(from, segment.packet(), segment.dataOffset() + from - segment.sequence(), to - from);
            from = behindGaps.missingFrom(to);
        }
    }

    private void takeBehindGap(int start, int end) {
        if (tellsDoubles && behindGaps.covers(start, end)) {
            sackBlocks.doubled(start, end);
        }
        if (behindGaps.add(start, end)) {
            sackBlocks.arrived(behindGaps.startAround(start), behindGaps.endAround(start));
        }
    }

    /// Takes the FIN when all before it is there.
    ///
    /// @return whether it was taken now
    boolean takeFin() {
        if (!finKnown || finTaken || rcvNxt != fin) {
            return false;
        }
        finTaken = true;
        rcvNxt++;
        rcvAdv = SeqNum.max(rcvAdv, rcvNxt);
        return true;
    }

    // ---- what the program does

    int readable() {
        return rcvNxt - readNxt - (finTaken ? 1 : 0);
    }

    int read(byte[] to, int offset, int length) {
        int taken = Math.min(length, readable());
        bytes.get(readNxt, to, offset, taken);
        readNxt += taken;
        if (readable() == 0 && behindGaps.isEmpty()) {
            bytes.clear();
        }
        return taken;
    }

    /// All was read that will ever come.
    boolean isAtEnd() {
        return finTaken && readable() == 0;
    }

    // ---- what is said to the peer

    /// The window field of a segment with SYN.
    int synWindow() {
        int window = Math.min(INITIAL_WINDOW, room());
        rcvAdv = SeqNum.max(rcvAdv, rcvNxt + window);
        return window;
    }

    /// The window field of the next segment, which is taken as sent.
    int advertise() {
        int bits = scaling ? scale : 0;
        rcvAdv = SeqNum.max(rcvAdv, rcvNxt + offered());
        // up, so that the right edge never moves back (RFC 7323 §2.4); the room kept free is more than that adds
        int field = Math.min(MAX_UNSCALED, rcvAdv - rcvNxt + (1 << bits) - 1 >>> bits);
        rcvAdv = SeqNum.max(rcvAdv, rcvNxt + (field << bits));
        lastAckSent = rcvNxt;
        return field;
    }

    /// The window that there is room for, but not in small steps (RFC 9293 §3.8.6.2.2).
    private int offered() {
        int window = Math.min(room(), scaling ? MAX_UNSCALED << scale : MAX_UNSCALED);
        int now = rcvAdv - rcvNxt;
        return window - now >= Math.min(capacity / 2, unitBytes) ? window : now;
    }

    /// Free places, but for some that rounding may need.
    private int room() {
        return Math.max(0, capacity - (1 << scale) - (rcvNxt - readNxt));
    }

    /// Reading has made so much room that the peer should hear of it before it asks.
    boolean hasWindowToTell() {
        int now = rcvAdv - rcvNxt;
        return offered() - now >= Math.max(now, Math.min(capacity / 2, unitBytes));
    }

    /// Two full segments wait to be acknowledged (RFC 5681 §4.2).
    boolean owesAck() {
        return rcvNxt - lastAckSent >= 2 * unitBytes;
    }

    boolean hasUnacknowledged() {
        return rcvNxt != lastAckSent;
    }

    /// How many SACK blocks the next acknowledgment bears.
    int sackCount(int most) {
        return sacking ? sackBlocks.count(most) : 0;
    }

    SackBlocks sackBlocks() {
        return sackBlocks;
    }

    int irs() {
        return irs;
    }

    int rcvNxt() {
        return rcvNxt;
    }

    int lastAckSent() {
        return lastAckSent;
    }

    /// Nothing more comes; what is there can still be read.
    void end() {
        if (readable() == 0) {
            bytes.clear();
        } else {
            bytes.disown();
        }
    }

    void clear() {
        bytes.clear();
    }
}
