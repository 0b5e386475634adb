package io.weft.net.stack.tcp;

import io.weft.net.packet.TcpHeader;

/// Explicit Congestion Notification on one connection (RFC 3168 §6.1): who agrees to it, what the other end is told of marks, and what it
/// says of ours.
final class CongestionMarks {

    /// The field of the IP header for what routers may mark: ECT(0).
    static final int MARKABLE = 2;
    /// CE, the mark.
    static final int MARKED = 3;

    private final TcpSwitches.Ecn use;
    private boolean asked;
    private boolean on;
    /// A mark came, and the peer has not said that it has heard.
    private boolean echoing;
    /// The window was reduced, and the peer has not been told.
    private boolean reduced;

    CongestionMarks(TcpSwitches.Ecn use) {
        this.use = use;
    }

    // ---- agreeing, §6.1.1

    /// The flags of a SYN that asks; one that was lost is repeated without, since some hosts drop those (§6.1.1.1).
    int asking(boolean repeated) {
        if (use != TcpSwitches.Ecn.ASK || repeated) {
            return 0;
        }
        asked = true;
        return TcpHeader.ECE | TcpHeader.CWR;
    }

    /// The flags of the SYN+ACK.
    int granting() {
        return on ? TcpHeader.ECE : 0;
    }

    void peerAsks(TcpSegment syn) {
        on = use != TcpSwitches.Ecn.OFF && syn.has(TcpHeader.ECE) && syn.has(TcpHeader.CWR);
    }

    /// What was agreed on with a SYN that nobody remembers.
    void remembered(boolean agreed) {
        on = agreed;
    }

    void peerAnswers(TcpSegment synAck) {
        on = asked && synAck.has(TcpHeader.ECE) && !synAck.has(TcpHeader.CWR);
    }

    // ---- the peer's data, §6.1.3

    /// Data came.
    void received(TcpSegment segment) {
        if (on && segment.has(TcpHeader.CWR)) {
            echoing = false;
        }
        if (on && segment.isMarked()) {
            echoing = true;
        }
    }

    // ---- our data, §6.1.2

    /// Whether it tells of a mark on something that this end sent.
    boolean tells(TcpSegment segment) {
        return on && segment.has(TcpHeader.ECE) && !segment.has(TcpHeader.SYN);
    }

    /// The congestion window was reduced, for whatever reason.
    void reduced() {
        reduced = on;
    }

    /// The field of the IP header of a segment with new data; all others are not to be marked (§6.1.4 to §6.1.6).
    int ofNewData() {
        return on ? MARKABLE : 0;
    }

    /// What a segment's flags say of marks.
    ///
    /// @param newData whether it bears such
    int flags(boolean newData) {
        int flags = echoing ? TcpHeader.ECE : 0;
        if (newData && reduced) {
            reduced = false;
            flags |= TcpHeader.CWR;
        }
        return flags;
    }
}
