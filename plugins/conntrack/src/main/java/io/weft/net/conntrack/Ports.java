package io.weft.net.conntrack;

import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;

/// Reads a tuple's ports out of a transport header, be it the packet's own or one that an ICMP error quotes.
final class Ports {

    private Ports() { }

    /// Whether the header has what its protocol's connections are told apart by.
    ///
    /// @param at where the transport header begins, from the packet's head
    static boolean areThere(Packet packet, int protocol, int at) {
        if (protocol == Tuples.PROTOCOL_GRE) {
            return !GreKeys.areThere(packet, at) || GreKeys.areOfPpp(packet, at);
        }
        int wanted = Tuples.hasPorts(protocol) ? 4 : protocol == Ipv4Header.PROTOCOL_ICMP ? IcmpHeader.LENGTH : 0;
        return packet.length() - at >= wanted;
    }

    static int read(Packet packet, int protocol, int at) {
        if (Tuples.hasPorts(protocol)) {
            return packet.i32(at);
        }
        if (protocol == Ipv4Header.PROTOCOL_ICMP) {
            return packet.u16(at + 4) << 16 | packet.u16(at);
        }
        return protocol == Tuples.PROTOCOL_GRE && GreKeys.areThere(packet, at) ? GreKeys.read(packet, at) : 0;
    }
}
