package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.UdpHeader;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.ip.EchoedOptions;
import io.weft.net.stack.ip.OutputRoutes;
import io.weft.net.stack.ip.OwnPackets;
import io.weft.net.stack.time.Timers;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/// Puts UDP headers before payloads and sends them (RFC 768). The kernel's udp_sendmsg.
public final class UdpOutput {

    /// The longest datagram, its header included.
    private static final int MAX_DATAGRAM = 65_535 - Ipv4Header.MIN_LENGTH;
    private static final int LOCALHOST = 0x7F00_0001;

    private final PacketPool pool;
    private final OwnPackets own;
    private final OutputRoutes routes;
    private final Timers timers;
    private final PathMtus pathMtus = new PathMtus();
    private final UdpCounters counters = new UdpCounters();

    public UdpOutput(PacketPool pool, OwnPackets own, OutputRoutes routes, Timers timers) {
        this.pool = pool;
        this.own = own;
        this.routes = routes;
        this.timers = timers;
    }

    PacketPool pool() {
        return pool;
    }

    int defaultTtl() {
        return own.defaultTtl();
    }

    UdpCounters counters() {
        return counters;
    }

    /// Sends what a socket wants sent; gives it away.
    ///
    /// @throws IOException why it cannot be sent
    void send(UdpSocket socket, Packet payload, int to, int port) throws IOException {
        UdpOptions options = socket.options();
        int length = UdpHeader.LENGTH + payload.length();
        if (length > MAX_DATAGRAM || port <= 0 || port >= UdpPorts.PORTS) {
            throw refuse(payload, DropReason.SEND_FAILED, new SocketException(length > MAX_DATAGRAM
                    ? "a datagram of " + payload.length() + " bytes is too long" : "port " + port + " is not within 1 to 65535"));
        }
        int destination = someHost(to, socket.source());
        Route route = route(socket, destination);
        NetInterface device = routes.device(route);
        if (device == null) {
            throw refuse(payload, DropReason.NO_ROUTE, noRoute(route, destination));
        }
        boolean group = Ipv4.isMulticast(destination);
        if (isForbidden(socket, route, group)) {
            throw refuse(payload, DropReason.SEND_FAILED, forbidden(destination));
        }
        int mtu = pathMtus.to(destination, device.mtu(), timers.nowNs());
        boolean fits = Ipv4Header.MIN_LENGTH + length <= mtu;
        if (!fits && options.dontFragment()) {
            throw refuse(payload, DropReason.FRAGMENTATION_NEEDED, tooLongForPath(mtu));
        }
        int source = socket.source() == Ipv4.ANY ? OutputRoutes.source(route) : socket.source();
        payload.route(route);
        writeHeader(payload, length, source, socket.port(), destination, port, options.checksum());
        if (!fits && mtu < device.mtu()) {
            // the pieces are to be no larger than the path takes
            payload.fragmentMaxSize(mtu);
        }
        if (group && !options.multicastLoop()) {
            OwnPackets.notHeardHere(payload);
        }
        counters.count(UdpCounter.OUT_DATAGRAMS);
        int ttl = group ? options.multicastTtl() : options.ttl();
        // as Linux does by default (IP_PMTUDISC_WANT): what fits is not to be cut on the way, what does not is cut here
        boolean dontFragment = fits && (mtu > PathMtus.LEAST || mtu == device.mtu());
        own.send(payload, Ipv4Header.PROTOCOL_UDP, source, destination, options.tos(), ttl, dontFragment, EchoedOptions.NONE);
    }

    private static void writeHeader(Packet payload, int length, int source, int sourcePort, int destination, int port, boolean checksum) {
        payload.push(UdpHeader.LENGTH);
        payload.markTransportHeader(0);
        UdpHeader udp = payload.udp();
        udp.sourcePort(sourcePort);
        udp.destinationPort(port);
        udp.length(length);
        if (checksum) {
            udp.checksum(Checksum.pseudoHeader(source, destination, Ipv4Header.PROTOCOL_UDP, length));
            // finished where it leaves, or by the card; over lo never
            payload.checksumToFinish(0, UdpHeader.CHECKSUM_OFFSET);
        } else {
            udp.checksum(0);
        }
    }

    private static IOException refuse(Packet payload, DropReason reason, IOException why) {
        payload.drop(reason);
        return why;
    }

    private Route route(UdpSocket socket, int destination) {
        UdpOptions options = socket.options();
        return routes.lookup(destination, socket.source(), 0, options.tos(),
                Ipv4.isMulticast(destination) ? options.multicastDevice() : null);
    }

    /// The kernel's answer to who sends to 0.0.0.0: this host.
    private static int someHost(int destination, int source) {
        if (destination != Ipv4.ANY) {
            return destination;
        }
        return source == Ipv4.ANY ? LOCALHOST : source;
    }

    private static boolean isForbidden(UdpSocket socket, Route route, boolean group) {
        return route instanceof Route.Broadcast && !group && !socket.options().broadcast();
    }

    /// The kernel's `ENETUNREACH` where no route leads, `EHOSTUNREACH` where one says that the host is not to be reached.
    private SocketException noRoute(Route route, int destination) {
        own.foundNoRoute();
        if (route instanceof Route.Unreachable(int code) && code == IcmpHeader.NET_UNREACHABLE) {
            return new SocketException("Network is unreachable");
        }
        return new NoRouteToHostException("no way to " + Ipv4.format(destination));
    }

    private static SocketException forbidden(int destination) {
        return new SocketException("not permitted to send to all hosts, which " + Ipv4.format(destination) + " means: the option broadcast is off");
    }

    static SocketException tooLongForPath(int mtu) {
        return new SocketException("a datagram is too long for the path, which takes IP packets of " + mtu + " bytes");
    }

    // ---- for sockets

    /// The address from which a socket speaks to a host.
    ///
    /// @throws IOException when no route leads there, or to all of a link without the option for it
    int sourceFor(UdpSocket socket, int to) throws IOException {
        int destination = someHost(to, socket.source());
        Route route = route(socket, destination);
        if (routes.device(route) == null) {
            throw noRoute(route, destination);
        }
        if (isForbidden(socket, route, Ipv4.isMulticast(destination))) {
            throw forbidden(destination);
        }
        return socket.source() == Ipv4.ANY ? OutputRoutes.source(route) : socket.source();
    }

    /// The interface by which a packet to a group leaves when nobody names one, or null.
    @Nullable NetInterface deviceTowards(int group) {
        return routes.device(routes.lookup(group, Ipv4.ANY, 0, 0, null));
    }

    // ---- for UdpErrors

    /// A router told that a datagram of `source` to `destination` did not get through.
    void tooLarge(int source, int destination, int mtu) {
        NetInterface device = routes.device(routes.lookup(destination, source, 0, 0, null));
        if (device != null && !Ipv4.isMulticast(destination)) {
            long nowNs = timers.nowNs();
            pathMtus.lower(destination, mtu, pathMtus.to(destination, device.mtu(), nowNs), nowNs);
        }
    }
}
