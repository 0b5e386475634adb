package io.weft.net.stack.ip;

import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.TcpHeader;
import io.weft.net.packet.UdpHeader;

/// Whether a packet fits a link, where one that is still to be segmented counts by its segments.
final class PacketSize {

    private PacketSize() { }

    /// True when what will be on the wire is larger than `mtu` bytes of IP.
    static boolean exceeds(Packet packet, int mtu) {
        return packet.length() > mtu && (packet.segmentation() == Segmentation.NONE || segmentLength(packet) > mtu);
    }

    /// Whether the packet has the transport header that its segmentation speaks of.
    static boolean hasSegmentHeader(Packet packet) {
        if (packet.ip().isFragment() || packet.segmentSize() <= 0) {
            return false;
        }
        return switch (packet.segmentation()) {
            case NONE -> true;
            case TCPV4 -> packet.transportLength() >= TcpHeader.MIN_LENGTH
                    && packet.tcp().headerLength() >= TcpHeader.MIN_LENGTH && packet.tcp().headerLength() <= packet.transportLength();
            case UDP -> packet.transportLength() >= UdpHeader.LENGTH;
        };
    }

    /// The kernel's skb_gso_network_seglen.
    private static int segmentLength(Packet packet) {
        int headers = packet.transportOffset() + switch (packet.segmentation()) {
            case NONE -> 0;
            case TCPV4 -> packet.tcp().headerLength();
            case UDP -> UdpHeader.LENGTH;
        };
        return headers + packet.segmentSize();
    }
}
