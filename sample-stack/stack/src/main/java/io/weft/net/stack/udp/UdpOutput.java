package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.UdpHeader;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.ip.EchoedOptions;
import io.weft.net.stack.ip.OutputRoutes;
import io.weft.net.stack.ip.OwnPackets;

/// Puts UDP headers before payloads and sends them (RFC 768). The kernel's udp_sendmsg.
public final class UdpOutput {

    private static final int MAX_DATAGRAM = 65_535 - Ipv4Header.MIN_LENGTH;

    private final PacketPool pool;
    private final OwnPackets own;
    private final OutputRoutes routes;

    public UdpOutput(PacketPool pool, OwnPackets own, OutputRoutes routes) {
        this.pool = pool;
        this.own = own;
        this.routes = routes;
    }

    PacketPool pool() {
        return pool;
    }

    /// @param source or 0.0.0.0 for the one that the route says
    void send(Packet payload, int source, int sourcePort, int destination, int destinationPort) {
        int length = UdpHeader.LENGTH + payload.length();
        if (length > MAX_DATAGRAM || destinationPort == 0) {
            payload.drop(DropReason.SEND_FAILED);
            return;
        }
        Route route = routes.lookup(destination, source, 0, 0, null);
        NetInterface device = routes.device(route);
        if (device == null) {
            payload.drop(DropReason.NO_ROUTE);
            return;
        }
        int from = source == Ipv4.ANY ? OutputRoutes.source(route, destination) : source;
        payload.route(route);
        payload.push(UdpHeader.LENGTH);
        payload.markTransportHeader(0);
        UdpHeader udp = payload.udp();
        udp.sourcePort(sourcePort);
        udp.destinationPort(destinationPort);
        udp.length(length);
        udp.checksum(Checksum.pseudoHeader(from, destination, Ipv4Header.PROTOCOL_UDP, length));
        // finished where it leaves, or by the card; over lo never
        payload.checksumToFinish(0, UdpHeader.CHECKSUM_OFFSET);
        // as Linux does by default (IP_PMTUDISC_WANT): what fits is not to be cut on the way, what does not is cut here
        boolean fits = Ipv4Header.MIN_LENGTH + length <= device.mtu();
        own.send(payload, Ipv4Header.PROTOCOL_UDP, from, destination, 0, fits, EchoedOptions.NONE);
    }
}
