package io.weft.net.connection;

/// Which way a packet of a connection goes, the kernel's `enum ip_conntrack_dir`.
public enum Direction {
    /// As the connection's first packet.
    ORIGINAL,
    /// Towards the sender of the first packet.
    REPLY;

    public Direction inverse() {
        return this == ORIGINAL ? REPLY : ORIGINAL;
    }
}
