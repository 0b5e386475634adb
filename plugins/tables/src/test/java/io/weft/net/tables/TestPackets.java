package io.weft.net.tables;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.packet.UdpHeader;
import java.util.Objects;

/// Makes packets for rules to look at, their data beginning at the IP header.
public final class TestPackets {

    private final StackDouble stack;

    public TestPackets(StackDouble stack) {
        this.stack = stack;
    }

    /// A packet of any protocol whose payload is zeroes.
    public Packet ip(String source, String destination, int protocol, int payloadLength) {
        Packet packet = Objects.requireNonNull(stack.pool().take());
        packet.append(new byte[Ipv4Header.MIN_LENGTH + payloadLength]);
        packet.markNetworkHeader();
        packet.markTransportHeader(Ipv4Header.MIN_LENGTH);
        Ipv4Header ip = packet.ip();
        ip.versionAndHeaderLength(Ipv4Header.MIN_LENGTH);
        ip.totalLength(packet.length());
        ip.ttl(64);
        ip.protocol(protocol);
        ip.source(Ipv4.parse(source));
        ip.destination(Ipv4.parse(destination));
        ip.computeChecksum();
        return packet;
    }

    public Packet udp(int sourcePort, int destinationPort) {
        return udp("192.168.1.2", "203.0.113.2", sourcePort, destinationPort);
    }

    public Packet udp(String source, String destination, int sourcePort, int destinationPort) {
        Packet packet = ip(source, destination, Ipv4Header.PROTOCOL_UDP, UdpHeader.LENGTH + 12);
        packet.udp().sourcePort(sourcePort);
        packet.udp().destinationPort(destinationPort);
        packet.udp().length(UdpHeader.LENGTH + 12);
        packet.udp().computeChecksum();
        return packet;
    }

    /// @param options bytes behind the fixed header, a multiple of four
    public Packet tcp(int sourcePort, int destinationPort, int flags, int... options) {
        Packet packet = ip("192.168.1.2", "203.0.113.2", Ipv4Header.PROTOCOL_TCP, TcpHeader.MIN_LENGTH + options.length);
        TcpHeader tcp = packet.tcp();
        tcp.sourcePort(sourcePort);
        tcp.destinationPort(destinationPort);
        tcp.headerLength(TcpHeader.MIN_LENGTH + options.length);
        tcp.flags(flags);
        for (int i = 0; i < options.length; i++) {
            packet.u8(Ipv4Header.MIN_LENGTH + TcpHeader.MIN_LENGTH + i, options[i]);
        }
        tcp.computeChecksum();
        return packet;
    }

    public Packet icmp(int type, int code) {
        Packet packet = ip("192.168.1.2", "203.0.113.2", Ipv4Header.PROTOCOL_ICMP, IcmpHeader.LENGTH);
        packet.icmp().type(type);
        packet.icmp().code(code);
        packet.icmp().computeChecksum();
        return packet;
    }

    /// The same packet as a later fragment, `offset` bytes into its datagram.
    public Packet laterFragment(Packet packet, int offset) {
        packet.ip().fragment(false, false, offset);
        return packet;
    }
}
