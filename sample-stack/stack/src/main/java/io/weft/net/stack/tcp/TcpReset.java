package io.weft.net.stack.tcp;

import io.weft.net.address.Ipv4;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.TcpHeader;
import io.weft.net.route.Route;
import io.weft.net.stack.ip.EchoedOptions;
import io.weft.net.stack.ip.OutputRoutes;
import io.weft.net.stack.ip.OwnPackets;

/// Answers a segment with a reset (RFC 9293 §3.10.7.1). The kernel's tcp_v4_send_reset and nf_send_reset.
public final class TcpReset {

    private static final int ECN = 0x03;

    private final PacketPool pool;
    private final OwnPackets own;
    private final OutputRoutes routes;
    private final EchoedOptions options = new EchoedOptions();
    private final TcpCounters counters = new TcpCounters();

    public TcpReset(PacketPool pool, OwnPackets own, OutputRoutes routes) {
        this.pool = pool;
        this.own = own;
        this.routes = routes;
    }

    /// What this stack's TCP has counted.
    TcpCounters counters() {
        return counters;
    }

    /// Answers a checked segment to a port of this host that nobody listens on; `cause` stays the caller's.
    void answerClosedPort(Packet cause) {
        if (!cause.tcp().has(TcpHeader.RST) && isFromOneHost(cause) && options.read(cause)) {
            // RFC 3168 §6.1.1: what answers is not ECN-capable
            counters.count(TcpCounter.OUT_RSTS);
            send(cause, cause.ip().tos() & ~ECN, options, false);
        }
    }

    /// Answers a segment that a filter refuses, wherever it was going, unless that is forbidden; `cause` stays the caller's.
    public void reject(Packet cause) {
        Ipv4Header ip = cause.ip();
        if (ip.isLaterFragment() || ip.protocol() != Ipv4Header.PROTOCOL_TCP || wentToMany(cause) || !isFromOneHost(cause)) {
            return;
        }
        cause.markTransportHeader(ip.headerLength());
        if (cause.transportLength() >= TcpHeader.MIN_LENGTH && !cause.tcp().has(TcpHeader.RST) && hasRightChecksum(cause)) {
            send(cause, 0, EchoedOptions.NONE, true);
        }
    }

    private static boolean wentToMany(Packet cause) {
        int destination = cause.ip().destination();
        return cause.route() instanceof Route.Broadcast || Ipv4.isMulticast(destination) || destination == Ipv4.BROADCAST;
    }

    /// RFC 9293 §3.9.2.3. Linux does not look whether the source is the broadcast address of a link.
    private boolean isFromOneHost(Packet cause) {
        int source = cause.ip().source();
        return !Ipv4.isMulticast(source) && source != Ipv4.BROADCAST && source != Ipv4.ANY
                && !(routes.lookup(source, Ipv4.ANY, 0, 0, null) instanceof Route.Broadcast);
    }

    private static boolean hasRightChecksum(Packet cause) {
        // the first of several fragments has the checksum of the whole, which nobody can verify here; Linux has it wrong then
        return cause.checksum() != ChecksumState.UNCHECKED || cause.tcp().checksumIsRight();
    }

    private void send(Packet cause, int tos, EchoedOptions echoed, boolean ofItsConnection) {
        PacketTrail journal = cause.journal();
        if (journal != null) {
            journal.answer("TCP RST to " + Ipv4.format(cause.ip().source()));
            if (journal.isMadeUp()) {
                return;
            }
        }
        Packet reset = pool.take();
        if (reset == null) {
            return;
        }
        Ipv4Header ip = cause.ip();
        TcpHeader about = cause.tcp();
        reset.put(TcpHeader.MIN_LENGTH);
        reset.markTransportHeader(0);
        TcpHeader tcp = reset.tcp();
        tcp.sourcePort(about.destinationPort());
        tcp.destinationPort(about.sourcePort());
        tcp.headerLength(TcpHeader.MIN_LENGTH);
        tcp.window(0);
        tcp.urgentPointer(0);
        if (about.has(TcpHeader.ACK)) {
            tcp.sequence(about.acknowledgment());
            tcp.acknowledgment(0);
            tcp.flags(TcpHeader.RST);
        } else {
            tcp.sequence(0);
            tcp.acknowledgment(about.sequence() + sequenceLength(ip, about));
            tcp.flags(TcpHeader.RST | TcpHeader.ACK);
        }
        int source = ip.destination();
        int destination = ip.source();
        tcp.computeChecksum(source, destination);
        if (ofItsConnection) {
            reset.answers(cause);
        }
        own.send(reset, Ipv4Header.PROTOCOL_TCP, source, destination, tos, true, echoed);
    }

    /// What the segment takes up of the sequence space (RFC 9293 §3.4): its data, SYN and FIN.
    private static int sequenceLength(Ipv4Header ip, TcpHeader tcp) {
        return ip.payloadLength() - tcp.headerLength() + (tcp.has(TcpHeader.SYN) ? 1 : 0) + (tcp.has(TcpHeader.FIN) ? 1 : 0);
    }
}
