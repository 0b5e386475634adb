package io.weft.net.stack.tcp;

import org.jspecify.annotations.Nullable;

/// A listener or a connection, as `ss` shows it; a snapshot.
///
/// @param ends of a listener with 0.0.0.0 and 0 for the remote end
/// @param received bytes that nobody has read yet; of a listener the connections that nobody has accepted yet
/// @param unacknowledged bytes that the peer has not acknowledged yet; of a listener its backlog
/// @param state null for a listener
/// @param numbers null for a listener
public record TcpEntry(FourTuple ends, @Nullable TcpState state, int received, int unacknowledged, @Nullable Numbers numbers) {

    /// What a connection reckons with.
    ///
    /// @param srttNs 0 before the first sample
    public record Numbers(int mss, int congestionWindowBytes, int inFlightBytes, long rtoNs, long srttNs) { }
}
