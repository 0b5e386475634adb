package io.weft.net.stack.tcp;

/// The way of a connection to its end (RFC 9293 §3.6), from state to state.
final class TcpClose {

    private TcpClose() { }

    /// The program has no more to send: the FIN is queued behind its data.
    static TcpState afterOwnClose(TcpState state) {
        return switch (state) {
            case ESTABLISHED -> TcpState.FIN_WAIT_1;
            case CLOSE_WAIT -> TcpState.LAST_ACK;
            // in SYN_RECEIVED it waits until the connection stands
            case SYN_SENT, SYN_RECEIVED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> state;
        };
    }

    /// The peer has acknowledged the FIN.
    static TcpState afterAcknowledgedFin(TcpState state) {
        return switch (state) {
            case FIN_WAIT_1 -> TcpState.FIN_WAIT_2;
            case CLOSING -> TcpState.TIME_WAIT;
            case LAST_ACK -> TcpState.CLOSED;
            case SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, TIME_WAIT, CLOSED -> state;
        };
    }

    /// The peer has no more to send.
    static TcpState afterPeersFin(TcpState state) {
        return switch (state) {
            case ESTABLISHED -> TcpState.CLOSE_WAIT;
            case FIN_WAIT_1 -> TcpState.CLOSING;
            case FIN_WAIT_2 -> TcpState.TIME_WAIT;
            case SYN_SENT, SYN_RECEIVED, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> state;
        };
    }
}
