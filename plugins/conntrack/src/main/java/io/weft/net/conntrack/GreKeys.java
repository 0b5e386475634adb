package io.weft.net.conntrack;

import io.weft.net.packet.Packet;

/// Reads the keys of GRE out of its header, which only version 1 has (RFC 2637 §4.1): all else of GRE between two hosts is one
/// connection. The kernel's `gre_pkt_to_tuple`.
///
///     0      2          4                6         8
///     +------+----------+----------------+---------+
///     | bits | protocol | payload length | call ID | …
///     +------+----------+----------------+---------+
///
/// The call ID is the receiver's. The sender's is not in the packet: the kernel knows it where its PPTP helper read the control
/// connection; without that helper it is 0, here as there.
final class GreKeys {

    private static final int LENGTH = 8;
    private static final int VERSION = 0x0007;
    private static final int POINT_TO_POINT = 1;
    private static final int PROTOCOL_PPP = 0x880B;

    private GreKeys() { }

    /// @param at where the GRE header begins, from the packet's head
    static boolean areThere(Packet packet, int at) {
        return packet.length() - at >= LENGTH && (packet.u16(at) & VERSION) == POINT_TO_POINT;
    }

    /// Nothing else is defined for that version.
    static boolean areOfPpp(Packet packet, int at) {
        return packet.u16(at + 2) == PROTOCOL_PPP;
    }

    /// As a tuple's ports.
    static int read(Packet packet, int at) {
        return Tuples.ports(0, packet.u16(at + 6));
    }
}
