package io.weft.net.stack.tcp;

/// The states of a connection (RFC 9293 §3.3.2). LISTEN is missing: a {@link TcpListener} is no connection.
public enum TcpState {

    SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, CLOSED;

    /// Both ends know each other's initial sequence number.
    boolean isSynchronized() {
        return this != SYN_SENT && this != SYN_RECEIVED && this != CLOSED;
    }

    /// The peer may still send data.
    boolean takesData() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }
}
