package io.weft.net.conntrack;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;

/// Gives connections more time, and counts their packets: the kernel's `nf_ct_refresh_acct`.
final class Refresh {

    private final ExpiryWheel wheel;

    Refresh(ExpiryWheel wheel) {
        this.wheel = wheel;
    }

    void refresh(TrackedConnection connection, Packet packet, Direction direction, long nowNs, long timeoutNs) {
        if (!connection.has(ConnectionStatus.FIXED_TIMEOUT)) {
            expire(connection, nowNs + timeoutNs);
        }
        connection.count(direction, packet.length());
    }

    /// Says when a connection ends.
    void expire(TrackedConnection connection, long atNs) {
        boolean sooner = atNs < connection.expiresNs;
        connection.expiresNs = atNs;
        if (sooner) {
            wheel.hasten(connection);
        }
    }
}
