package io.weft.net.stack.ip;

import io.weft.net.packet.Packet;

/// Hears of datagrams whose fragments did not all come in time, so that their sender can be told (RFC 792, time exceeded, code 1).
@FunctionalInterface
public interface ReassemblyTimeout {

    /// Called for a datagram of which at least the first fragment is there; of others nobody is told (RFC 792).
    ///
    /// @param firstFragment as it came, `head` at its IP header; it stays the caller's
    void expired(Packet firstFragment);
}
