package io.weft.net.conntrack;

/// Hears what becomes of connections. Called on the loop thread, in the middle of a packet's way: it must neither wait nor throw.
///
/// Connections that never came into the table, because their first packet was dropped, are not heard of.
public interface ConnectionListener {

    /// Its first packet has left this host or reached a socket: it is in the table.
    ///
    /// @param changes bits of {@link ConnectionChange}, NEW or RELATED among them
    void created(TrackedConnection connection, int changes);

    /// Something about it changed; said once a packet.
    ///
    /// @param changes bits of {@link ConnectionChange}
    void updated(TrackedConnection connection, int changes);

    /// It has left the table for good.
    void destroyed(TrackedConnection connection);
}
