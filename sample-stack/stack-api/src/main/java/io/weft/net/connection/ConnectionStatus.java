package io.weft.net.connection;

/// The bits of {@link Connection#status}: the kernel's `enum ip_conntrack_status`, its numbers included.
public final class ConnectionStatus {

    /// Another connection announced it.
    public static final int EXPECTED = 1;
    /// A packet of the reply direction has been seen.
    public static final int SEEN_REPLY = 1 << 1;
    /// Enough has been seen that it is not evicted for want of room.
    public static final int ASSURED = 1 << 2;
    /// It is in the table: its first packet left this host or reached a socket.
    public static final int CONFIRMED = 1 << 3;
    /// Its source is translated, in the original direction.
    public static final int SRC_NAT = 1 << 4;
    /// Its destination is translated, in the original direction.
    public static final int DST_NAT = 1 << 5;
    /// TCP sequence numbers are shifted, because a translation changed the length of what is said.
    public static final int SEQ_ADJUST = 1 << 6;
    /// It was asked whether its source is translated.
    public static final int SRC_NAT_DONE = 1 << 7;
    /// It was asked whether its destination is translated.
    public static final int DST_NAT_DONE = 1 << 8;
    /// It has left the table, or is about to.
    public static final int DYING = 1 << 9;
    /// Its time-out stays as it is.
    public static final int FIXED_TIMEOUT = 1 << 10;

    private ConnectionStatus() { }
}
