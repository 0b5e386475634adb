package io.weft.net.stack.tcp;

/// How a connection came to its end.
enum TcpEnd {

    /// Both ends have closed.
    CLOSED,
    /// The peer answered the SYN with a reset.
    REFUSED,
    RESET,
    TIMED_OUT,
    /// This end broke it off.
    ABORTED,
    /// The way to the peer said that there is none (RFC 1122 §4.2.3.9).
    UNREACHABLE,
    /// The stack was closed.
    SHUTDOWN
}
