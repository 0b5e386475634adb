package io.weft.net.connection;

/// What a packet is to the connection it belongs to, the kernel's `enum ip_conntrack_info` without the direction.
public enum ConnectionState {
    /// It belongs to none: nothing looked for one, or it fits no connection and begins none.
    INVALID,
    /// It begins one, or belongs to one whose other end has not been heard.
    NEW,
    /// Both ends have been heard.
    ESTABLISHED,
    /// It begins a connection that another announced, or is an ICMP error about one.
    RELATED,
    /// A rule said that it is not to be tracked.
    UNTRACKED
}
