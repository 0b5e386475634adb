package io.weft.net.stack.ip;

import io.weft.net.packet.Packet;

/// Hears that a packet of this host did not arrive (RFC 1122 §3.2.2.1).
@FunctionalInterface
public interface TransportErrors {

    /// @param error whose head, network and transport header are those of the packet that it quotes: a TCP segment or UDP datagram of
    ///     this host, of which 8 bytes of transport header are there. It is lent
    /// @param code of the destination-unreachable
    /// @param mtu that a packet with DF was too large for, with FRAGMENTATION_NEEDED
    void unreachable(Packet error, int code, int mtu);
}
