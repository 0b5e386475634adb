package io.weft.net.stack.icmp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.ip.EchoedOptions;
import io.weft.net.stack.ip.IpErrors;
import io.weft.net.stack.ip.OutputRoutes;
import io.weft.net.stack.ip.OwnPackets;
import io.weft.net.stack.time.Timers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends ICMP errors and answers (RFC 792, RFC 1122 §3.2.2, RFC 1812 §4.3). The kernel's icmp_send, icmp_reply and ip_rt_send_redirect.
public final class IcmpOutput implements IpErrors {

    /// RFC 1812 §4.3.2.3: as much of the packet as fits into a datagram that every host takes.
    private static final int MAX_ERROR = 576;
    /// RFC 1812 §4.3.2.5: precedence 6, internetwork control, beside the packet's own type of service.
    private static final int INTERNETWORK_CONTROL = 0xC0;
    private static final int TOS_MASK = 0x1E;
    /// What a host without an address of its own sends errors from (RFC 7600 §4.8).
    private static final int DUMMY_ADDRESS = 0xC000_0008;

    private final PacketPool pool;
    private final Timers timers;
    private final RateLimit limit;
    private final RedirectLimit redirects = new RedirectLimit();
    private final EchoedOptions options = new EchoedOptions();
    private @Nullable OwnPackets own;
    private @Nullable OutputRoutes routes;

    public IcmpOutput(PacketPool pool, Timers timers, RateLimit limit) {
        this.pool = pool;
        this.timers = timers;
        this.limit = limit;
    }

    /// Says how packets leave; once, before the first. IP and ICMP need each other, so one of them comes first.
    public void connect(OwnPackets packets, OutputRoutes outputRoutes) {
        own = packets;
        routes = outputRoutes;
    }

    @Override
    public void error(Packet cause, int type, int code, int rest) {
        if (!ErrorRules.allow(cause) || !options.read(cause)) {
            return;
        }
        Ipv4Header about = cause.ip();
        OutputRoutes out = Objects.requireNonNull(routes);
        int destination = options.firstStop(about.source());
        Route route = out.lookup(destination, Ipv4.ANY, null);
        NetInterface device = out.device(route);
        if (device == null || route instanceof Route.Broadcast) {
            return;
        }
        if (!device.isLoopback() && !limit.allow(type, code, destination, timers.nowNs())) {
            return;
        }
        int room = Math.min(device.mtu(), MAX_ERROR) - Ipv4Header.MIN_LENGTH - options.length() - IcmpHeader.LENGTH;
        int quoted = Math.min(cause.length(), room);
        Packet error = quoted <= Ipv4Header.MIN_LENGTH - 1 ? null : pool.take();
        if (error == null) {
            return;
        }
        int source = sourceAbout(cause, route);
        error.put(IcmpHeader.LENGTH + quoted);
        error.markTransportHeader(0);
        error.copyFrom(IcmpHeader.LENGTH, cause, 0, quoted);
        complete(error, type, code, rest);
        int tos = about.tos() & TOS_MASK | INTERNETWORK_CONTROL;
        send(error, source, about.source(), tos);
    }

    /// The address that the packet was sent to, if that is this host's, else the one that this host speaks to its sender from
    /// (RFC 1812 §4.3.2.4, icmp_errors_use_inbound_ifaddr 0).
    private static int sourceAbout(Packet cause, Route back) {
        if (cause.route() instanceof Route.Local) {
            return cause.ip().destination();
        }
        int source = OutputRoutes.source(back, cause.ip().source());
        return source == Ipv4.ANY ? DUMMY_ADDRESS : source;
    }

    /// Tells the sender of a packet that its next hop does not answer (RFC 1812 §5.2.7.1).
    public void hostUnreachable(Packet cause) {
        error(cause, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.HOST_UNREACHABLE, 0);
    }

    @Override
    public void noRoute(Packet cause, int code) {
        if (limit.allowNoRoute(cause.ip().source(), timers.nowNs())) {
            error(cause, IcmpHeader.DESTINATION_UNREACHABLE, code, 0);
        }
    }

    @Override
    public void redirect(Packet cause, int gateway) {
        if (cause.linkType() == LinkType.HOST && redirects.allow(cause.ip().source(), timers.nowNs())) {
            error(cause, IcmpHeader.REDIRECT, IcmpHeader.REDIRECT_HOST, gateway);
        }
    }

    /// Answers a request that came to this host, with the message that `reply` holds.
    ///
    /// @param reply with the ICMP header at its head, complete but for type, code and checksum; given away
    void reply(Packet request, Packet reply, int type) {
        Ipv4Header ip = request.ip();
        if (!options.read(request) || !mayReply(request, type)) {
            reply.release();
            return;
        }
        complete(reply, type, 0, reply.icmp().rest());
        // RFC 1122 §3.2.2.6: from the address that was asked; one that asked everybody hears from the address of the way to it
        int source = request.route() instanceof Route.Local ? ip.destination() : Ipv4.ANY;
        send(reply, source, ip.source(), ip.tos());
    }

    private boolean mayReply(Packet request, int type) {
        NetInterface in = request.in();
        return in != null && in.isLoopback() || limit.allow(type, 0, request.ip().source(), timers.nowNs());
    }

    private static void complete(Packet message, int type, int code, int rest) {
        IcmpHeader icmp = message.icmp();
        icmp.type(type);
        icmp.code(code);
        icmp.rest(rest);
        icmp.computeChecksum();
    }

    private void send(Packet message, int source, int destination, int tos) {
        OwnPackets sender = Objects.requireNonNull(own, "connect comes first");
        int from = source != Ipv4.ANY ? source
                : OutputRoutes.source(Objects.requireNonNull(routes).lookup(destination, Ipv4.ANY, null), destination);
        sender.send(message, Ipv4Header.PROTOCOL_ICMP, from, destination, tos, false, options);
    }
}
