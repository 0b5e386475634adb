package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.UdpHeader;
import io.weft.net.stack.ip.TransportErrors;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/// Tells sockets what ICMP says of their datagrams (RFC 1122 §4.1.3.3). The kernel's __udp4_lib_err.
///
/// Only a connected socket hears of it, and only when the quote names its peer and itself: others could not say which of their datagrams
/// is meant. A host or a network that cannot be reached may come back, so nobody is told.
public final class UdpErrors implements TransportErrors {

    private final UdpSockets sockets;
    private final UdpOutput output;

    public UdpErrors(UdpSockets sockets, UdpOutput output) {
        this.sockets = sockets;
        this.output = output;
    }

    @Override
    public void unreachable(Packet error, int code, int mtu) {
        Ipv4Header ip = error.ip();
        UdpHeader udp = error.udp();
        UdpSocket socket = sockets.find(ip.destination(), udp.destinationPort(), ip.source(), udp.sourcePort());
        if (socket == null) {
            return;
        }
        if (code == IcmpHeader.FRAGMENTATION_NEEDED) {
            output.tooLarge(ip.source(), ip.destination(), mtu);
        }
        IOException why = socket.isConnected() ? meaning(code, mtu, ip.destination(), udp.destinationPort()) : null;
        if (why != null) {
            socket.fail(why);
        }
    }

    /// The kernel's icmp_err_convert, as far as it is fatal.
    private static @Nullable IOException meaning(int code, int mtu, int destination, int port) {
        String there = Ipv4.format(destination) + ":" + port;
        return switch (code) {
            case IcmpHeader.PORT_UNREACHABLE -> new PortUnreachableException("nobody listens at " + there);
            case IcmpHeader.PROTOCOL_UNREACHABLE -> new SocketException(there + " does not speak UDP");
            case IcmpHeader.FRAGMENTATION_NEEDED -> UdpOutput.tooLongForPath(Math.max(PathMtus.LEAST, mtu));
            case IcmpHeader.NET_PROHIBITED, IcmpHeader.HOST_PROHIBITED, IcmpHeader.ADMIN_PROHIBITED ->
                new NoRouteToHostException("a router forbids the way to " + there);
            // soft: networks and hosts that are not reached now
            default -> null;
        };
    }
}
