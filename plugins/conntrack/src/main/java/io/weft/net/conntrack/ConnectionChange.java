package io.weft.net.conntrack;

/// The bits that tell a {@link ConnectionListener} what has changed: the kernel's `enum ip_conntrack_events`, its numbers included.
public final class ConnectionChange {

    /// It is in the table now.
    public static final int NEW = 1;
    /// It is in the table now, and another connection announced it.
    public static final int RELATED = 1 << 1;
    /// The first packet of the reply direction was seen.
    public static final int REPLY = 1 << 3;
    /// It is not evicted any more for want of room.
    public static final int ASSURED = 1 << 4;
    /// The state of TCP changed.
    public static final int PROTOCOL = 1 << 5;
    /// It was given a helper.
    public static final int HELPER = 1 << 6;
    /// Its mark changed.
    public static final int MARK = 1 << 7;
    /// Its sequence numbers are shifted from now on.
    public static final int SEQUENCE = 1 << 8;

    private ConnectionChange() { }
}
