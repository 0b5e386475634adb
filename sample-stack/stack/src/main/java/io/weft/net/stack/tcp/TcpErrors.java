package io.weft.net.stack.tcp;

import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.stack.ip.TransportErrors;

/// Tells connections what ICMP says of their segments (RFC 1122 §4.2.3.9, RFC 1191, RFC 5927). The kernel's tcp_v4_err.
public final class TcpErrors implements TransportErrors {

    /// `net.ipv4.route.min_pmtu`: a smaller MTU is believed to be a forgery.
    private static final int LEAST_MTU = 552;

    private final TcpSockets sockets;

    public TcpErrors(TcpSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void unreachable(Packet error, int code, int mtu) {
        Ipv4Header ip = error.ip();
        TcpHeader tcp = error.tcp();
        TcpConnection connection = sockets.connection(ip.source(), tcp.sourcePort(), ip.destination(), tcp.destinationPort());
        if (connection == null) {
            return;
        }
        int sequence = tcp.sequence();
        if (code == IcmpHeader.FRAGMENTATION_NEEDED) {
            int mss = Math.max(LEAST_MTU, mtu) - Ipv4Header.MIN_LENGTH - TcpHeader.MIN_LENGTH;
            connection.tooLarge(sequence, mss, sockets.nowNs());
        } else {
            connection.unreachable(sequence, isAboutThePort(code));
        }
    }

    private static boolean isAboutThePort(int code) {
        return code == IcmpHeader.PROTOCOL_UNREACHABLE || code == IcmpHeader.PORT_UNREACHABLE;
    }
}
