package io.weft.net.conntrack;

/// What one end of a TCP connection has said and may say, the kernel's `ip_ct_tcp_state`.
final class TcpEnd {

    /// It offered a window scale.
    static final int WINDOW_SCALE = 1;
    /// It offered selective acknowledgments.
    static final int SACK_PERMITTED = 1 << 1;
    /// It closed first.
    static final int CLOSE_INIT = 1 << 2;
    /// What it says is not checked against the window.
    static final int BE_LIBERAL = 1 << 3;
    /// It sent data that is not acknowledged.
    static final int DATA_UNACKNOWLEDGED = 1 << 4;
    /// {@link #maxAck} is known.
    static final int MAXACK_SET = 1 << 5;

    /// Behind the highest sequence number that it sent.
    int end;
    /// Behind the highest that the other end allows.
    int maxEnd;
    /// The largest window that it offered, scaled; 0 while it has said nothing.
    int maxWindow;
    /// The highest number that it acknowledged.
    int maxAck;
    byte scale;
    byte flags;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    void add(int flag) {
        flags |= (byte) flag;
    }

    void remove(int flag) {
        flags &= (byte) ~flag;
    }

    void clear() {
        end = 0;
        maxEnd = 0;
        maxWindow = 0;
        maxAck = 0;
        scale = 0;
        flags = 0;
    }
}
