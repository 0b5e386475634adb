package io.weft.net.conntrack;

import static io.weft.net.conntrack.TcpState.CLOSE;
import static io.weft.net.conntrack.TcpState.CLOSE_WAIT;
import static io.weft.net.conntrack.TcpState.ESTABLISHED;
import static io.weft.net.conntrack.TcpState.FIN_WAIT;
import static io.weft.net.conntrack.TcpState.IGNORE;
import static io.weft.net.conntrack.TcpState.INVALID;
import static io.weft.net.conntrack.TcpState.LAST_ACK;
import static io.weft.net.conntrack.TcpState.SYN_RECV;
import static io.weft.net.conntrack.TcpState.SYN_SENT;
import static io.weft.net.conntrack.TcpState.SYN_SENT2;
import static io.weft.net.conntrack.TcpState.TIME_WAIT;

import io.weft.net.connection.Direction;

/// Which state follows which, by direction and kind of segment: the kernel's `tcp_conntracks`.
final class TcpTransitions {

    private static final TcpState[] NEVER =
            {INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID};
    private static final TcpState[] RESET = {INVALID, CLOSE, CLOSE, CLOSE, CLOSE, CLOSE, CLOSE, CLOSE, CLOSE, CLOSE};
    /// Who closes first waits; when the other one has closed too, the last word is an acknowledgment.
    private static final TcpState[] FINISH =
            {INVALID, INVALID, FIN_WAIT, FIN_WAIT, LAST_ACK, LAST_ACK, LAST_ACK, TIME_WAIT, CLOSE, INVALID};

    /// By {@link TcpSegment}, then by the state before: NONE, SYN_SENT, SYN_RECV, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK, TIME_WAIT,
    /// CLOSE, SYN_SENT2.
    private static final TcpState[][] ORIGINAL = {
        // a SYN into a living connection may be a sign that this host has lost the thread; the answer will tell
        {SYN_SENT, SYN_SENT, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, SYN_SENT, SYN_SENT, SYN_SENT2},
        // only in a simultaneous open does the one who began say this
        {INVALID, INVALID, SYN_RECV, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, SYN_RECV},
        FINISH,
        // the first packet of a connection whose beginning nobody here saw is one of these
        {ESTABLISHED, INVALID, ESTABLISHED, ESTABLISHED, CLOSE_WAIT, CLOSE_WAIT, TIME_WAIT, TIME_WAIT, CLOSE, INVALID},
        RESET,
        NEVER};

    private static final TcpState[][] REPLY = {
        {INVALID, SYN_SENT2, INVALID, INVALID, INVALID, INVALID, INVALID, SYN_SENT, INVALID, SYN_SENT2},
        {INVALID, SYN_RECV, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, SYN_RECV},
        FINISH,
        // an acknowledgment before the SYN+ACK: the connection is half open at the other end
        {INVALID, IGNORE, SYN_RECV, ESTABLISHED, CLOSE_WAIT, CLOSE_WAIT, TIME_WAIT, TIME_WAIT, CLOSE, IGNORE},
        RESET,
        NEVER};

    private TcpTransitions() { }

    static TcpState next(Direction direction, TcpSegment segment, TcpState before) {
        return (direction == Direction.ORIGINAL ? ORIGINAL : REPLY)[segment.ordinal()][before.ordinal()];
    }
}
