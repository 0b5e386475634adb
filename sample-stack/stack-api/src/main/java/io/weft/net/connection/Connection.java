package io.weft.net.connection;

import org.jspecify.annotations.Nullable;

/// A connection as tracking knows it, Linux's `nf_conn`: the tuple of each direction, and what became of it so far.
///
/// The tuple of the reply direction is the one that replies bear when they arrive: the inverse of the original one, after translation.
/// Belongs to the loop thread; others see it through {@link io.weft.net.Stack#onLoop}.
public interface Connection {

    /// A number that tells it apart from all others of its stack, never used again.
    long id();

    /// The IP protocol.
    int protocol();

    /// The source address of packets of that direction as they arrive.
    int source(Direction direction);

    /// The destination address of packets of that direction as they arrive.
    int destination(Direction direction);

    /// The source port of TCP, UDP and their like; the identifier of an ICMP query; 0 for other protocols.
    int sourcePort(Direction direction);

    /// The destination port of TCP, UDP and their like; type × 256 + code of an ICMP query; 0 for other protocols.
    int destinationPort(Direction direction);

    /// Bits of {@link ConnectionStatus}.
    int status();

    /// Whether all of these bits of {@link ConnectionStatus} are set.
    default boolean has(int bits) {
        return (status() & bits) == bits;
    }

    /// The connection's mark, `nf_conn.mark`.
    int mark();

    void mark(int value);

    /// Packets seen in that direction; 0 where accounting is off (`nf_conntrack_acct`).
    long packets(Direction direction);

    /// Their bytes, IP headers included.
    long bytes(Direction direction);

    /// When it ends unless a packet comes before, in the terms of {@link io.weft.net.Stack#nowNs}.
    long expiresNs();

    /// The connection that announced this one, or null.
    @Nullable Connection master();

    /// The name of the helper that reads along, such as `ftp`, or null.
    @Nullable String helper();
}
