package io.weft.net.conntrack;

/// What a protocol says of a packet of one of its connections.
enum Outcome {
    /// It belongs to it.
    ACCEPT,
    /// It does not fit.
    INVALID,
    /// It begins another connection with the same tuple; the old one is gone.
    ANEW
}
