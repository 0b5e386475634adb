package io.weft.net.stack.icmp;

import io.weft.net.address.Ipv4;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
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
    private final IcmpCounters counters;
    private final RedirectLimit redirects = new RedirectLimit();
    private final EchoedOptions options = new EchoedOptions();
    private @Nullable OwnPackets own;
    private @Nullable OutputRoutes routes;
    /// A message of this host is on its way down. What refuses it there gets no error sent: the kernel's icmp_xmit_lock.
    private boolean sending;

    public IcmpOutput(PacketPool pool, Timers timers, RateLimit limit) {
        this.pool = pool;
        this.timers = timers;
        this.limit = limit;
        this.counters = limit.counters();
    }

    /// Says how packets leave; once, before the first. IP and ICMP need each other, so one of them comes first.
    public void connect(OwnPackets packets, OutputRoutes outputRoutes) {
        own = packets;
        routes = outputRoutes;
    }

    /// What this stack's ICMP has counted.
    public IcmpCounters counters() {
        return counters;
    }

    @Override
    public void error(Packet cause, int type, int code, int rest) {
        if (sending || !ErrorRules.allow(cause) || !options.read(cause)) {
            return;
        }
        if (cause.trail() != null) {
            noteAnswer(cause, type, code);
            return;
        }
        Ipv4Header about = cause.ip();
        OutputRoutes out = Objects.requireNonNull(routes);
        int destination = options.firstStop(about.source());
        int tos = about.tos() & TOS_MASK | INTERNETWORK_CONTROL;
        Route route = out.lookup(destination, cause.route() instanceof Route.Local ? about.destination() : Ipv4.ANY, 0, tos, null);
        NetInterface device = out.device(route);
        if (device == null || route instanceof Route.Broadcast) {
            return;
        }
        if (!device.isLoopback() && !limit.allow(type, code, destination, timers.nowNs())) {
            return;
        }
        int room = Math.min(device.mtu(), MAX_ERROR) - Ipv4Header.MIN_LENGTH - options.length() - IcmpHeader.LENGTH;
        int quoted = Math.min(cause.length(), room);
        if (quoted < Ipv4Header.MIN_LENGTH) {
            return;
        }
        Packet error = take();
        if (error == null) {
            return;
        }
        error.put(IcmpHeader.LENGTH + quoted);
        error.markTransportHeader(0);
        error.copyFrom(IcmpHeader.LENGTH, cause, 0, quoted);
        finishQuoted(error, cause, quoted);
        IcmpHeader icmp = error.icmp();
        icmp.type(type);
        icmp.code(code);
        icmp.rest(rest);
        error.answers(cause);
        error.route(route);
        noteAnswer(cause, type, code);
        send(error, sourceAbout(cause, route), about.source(), tos);
    }

    /// A packet for a message, or null, which is counted.
    @Nullable Packet take() {
        Packet packet = pool.take();
        if (packet == null) {
            counters.count(IcmpCounter.OUT_ERRORS);
        }
        return packet;
    }

    private static void noteAnswer(Packet cause, int type, int code) {
        PacketTrail journal = cause.journal();
        if (journal != null) {
            journal.answer("ICMP type " + type + " code " + code + " to " + Ipv4.format(cause.ip().source()));
        }
    }

    /// The sender knows its packet as it left its card: a checksum that is still to be finished is finished in the quote. One of a packet
    /// that is still to be segmented stays as it is, since no packet with it ever leaves.
    private static void finishQuoted(Packet error, Packet cause, int quoted) {
        if (cause.checksum() != ChecksumState.TO_FINISH || cause.segmentation() != Segmentation.NONE) {
            return;
        }
        int start = cause.checksumStart();
        int offset = cause.checksumOffset();
        if (start >= 0 && offset >= 0 && start + offset <= quoted - 2) {
            int checksum = Checksum.finish(Checksum.sum(cause, start, cause.length() - start));
            error.u16(IcmpHeader.LENGTH + start + offset, checksum == 0 ? 0xFFFF : checksum);
        }
    }

    /// The address that the packet was sent to, if that is this host's, else the one that this host speaks to its sender from
    /// (RFC 1812 §4.3.2.4, icmp_errors_use_inbound_ifaddr 0).
    private static int sourceAbout(Packet cause, Route back) {
        if (cause.route() instanceof Route.Local) {
            return cause.ip().destination();
        }
        int source = OutputRoutes.source(back);
        return source == Ipv4.ANY ? DUMMY_ADDRESS : source;
    }

    /// Tells the sender of a packet that its next hop does not answer (RFC 1812 §5.2.7.1).
    public void hostUnreachable(Packet cause) {
        error(cause, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.HOST_UNREACHABLE, 0);
    }

    @Override
    public void noRoute(Packet cause, int code) {
        if (cause.trail() != null || limit.allowNoRoute(cause.ip().source(), timers.nowNs())) {
            error(cause, IcmpHeader.DESTINATION_UNREACHABLE, code, 0);
        }
    }

    @Override
    public void redirect(Packet cause, int gateway) {
        if (cause.linkType() == LinkType.HOST
                && (cause.trail() != null || redirects.allow(cause.ip().source(), timers.nowNs()))) {
            error(cause, IcmpHeader.REDIRECT, IcmpHeader.REDIRECT_HOST, gateway);
        }
    }

    /// Answers a request that came to this host, with the message that `reply` holds.
    ///
    /// @param request to one address of this host, from which it is answered (RFC 1122 §3.2.2.6)
    /// @param reply with the ICMP header at its head, complete but for the checksum; given away
    void reply(Packet request, Packet reply) {
        Ipv4Header ip = request.ip();
        if (options.read(request) && mayReply(request, reply)) {
            send(reply, ip.destination(), ip.source(), ip.tos());
        } else {
            reply.drop(DropReason.SEND_FAILED);
        }
    }

    /// Linux answers a request from a broadcast address, to all hosts of that link. RFC 1122 §3.2.1.3 has such a source discarded.
    private boolean mayReply(Packet request, Packet reply) {
        OutputRoutes out = Objects.requireNonNull(routes);
        Ipv4Header ip = request.ip();
        int destination = options.firstStop(ip.source());
        Route route = out.lookup(destination, ip.destination(), 0, ip.tos(), null);
        reply.route(route);
        NetInterface device = out.device(route);
        return device != null && !(route instanceof Route.Broadcast)
                && (device.isLoopback() || limit.allow(reply.icmp().type(), reply.icmp().code(), destination, timers.nowNs()));
    }

    private void send(Packet message, int source, int destination, int tos) {
        counters.sent(message.icmp().type());
        message.icmp().computeChecksum();
        OwnPackets sender = Objects.requireNonNull(own, "connect comes first");
        sending = true;
        try {
            sender.send(message, Ipv4Header.PROTOCOL_ICMP, source, destination, tos, false, options);
        } finally {
            sending = false;
        }
    }
}
