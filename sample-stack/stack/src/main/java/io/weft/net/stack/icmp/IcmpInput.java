package io.weft.net.stack.icmp;

import io.weft.net.address.Ipv4;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.route.Route;
import io.weft.net.stack.ip.TransportErrors;
import io.weft.net.stack.ip.TransportReceiver;
import io.weft.net.stack.time.DayClock;

/// Takes ICMP messages to this host and answers echo and timestamp requests (RFC 792, RFC 1122 §3.2.2). The kernel's icmp_rcv.
public final class IcmpInput implements TransportReceiver {

    /// Bytes behind the IP header that every error quotes (RFC 792).
    private static final int QUOTED = 8;

    private final IcmpOutput output;
    private final IcmpCounters counters;
    private final DayClock clock;
    private final TransportErrors tcp;
    private final TransportErrors udp;

    /// @param tcp hears of this host's segments that did not arrive
    /// @param udp hears of its datagrams
    public IcmpInput(IcmpOutput output, DayClock clock, TransportErrors tcp, TransportErrors udp) {
        this.output = output;
        this.counters = output.counters();
        this.clock = clock;
        this.tcp = tcp;
        this.udp = udp;
    }

    @Override
    public void receive(Packet packet) {
        count(packet, IcmpCounter.IN_MSGS);
        if (packet.transportLength() < IcmpHeader.LENGTH) {
            refuse(packet, DropReason.ICMP_TOO_SHORT);
        } else if (packet.checksum() == ChecksumState.UNCHECKED && !packet.icmp().checksumIsRight()) {
            count(packet, IcmpCounter.IN_CSUM_ERRORS);
            refuse(packet, DropReason.ICMP_CHECKSUM);
        } else {
            take(packet);
        }
    }

    private void count(Packet packet, IcmpCounter counter) {
        if (packet.trail() == null) {
            counters.count(counter);
        }
    }

    private void refuse(Packet packet, DropReason reason) {
        count(packet, IcmpCounter.IN_ERRORS);
        packet.drop(reason);
    }

    private void take(Packet packet) {
        int type = packet.icmp().type();
        if (packet.trail() == null) {
            counters.received(type);
        }
        if (packet.route() instanceof Route.Broadcast || !IcmpCounter.isKnown(type)) {
            // RFC 1122 §3.2.2.6 and §3.2.2.8: what asks everybody may go without an answer (icmp_echo_ignore_broadcasts)
            refuse(packet, DropReason.ICMP_IGNORED);
        } else if (packet.journal() == null || !isExplained(packet, packet.journal())) {
            answer(packet, type);
        }
    }

    private void answer(Packet packet, int type) {
        switch (type) {
            case IcmpHeader.ECHO_REQUEST -> echo(packet);
            case IcmpHeader.TIMESTAMP_REQUEST -> timestamp(packet);
            case IcmpHeader.DESTINATION_UNREACHABLE -> unreachable(packet);
            // other errors about this host's own packets end here too: nobody waits for them yet
            default -> packet.drop(DropReason.ICMP_IGNORED);
        }
    }

    /// Tells the trail what becomes of the packet; that is all that becomes of one that is made up.
    private static boolean isExplained(Packet packet, PacketTrail journal) {
        int type = packet.icmp().type();
        boolean answered = type == IcmpHeader.ECHO_REQUEST || type == IcmpHeader.TIMESTAMP_REQUEST;
        if (answered) {
            int reply = type == IcmpHeader.ECHO_REQUEST ? IcmpHeader.ECHO_REPLY : IcmpHeader.TIMESTAMP_REPLY;
            journal.answer("ICMP type " + reply + " code 0 to " + Ipv4.format(packet.ip().source()));
            journal.end(new Fate.Delivered("ICMP"));
        }
        if (journal.isMadeUp()) {
            if (answered) {
                packet.release();
            } else {
                packet.drop(DropReason.ICMP_IGNORED);
            }
        }
        return journal.isMadeUp();
    }

    /// Tells whose packet it was, as far as the quote says.
    private void unreachable(Packet packet) {
        int code = packet.icmp().code();
        int mtu = packet.icmp().rest() & 0xFFFF;
        packet.pull(packet.transportOffset() + IcmpHeader.LENGTH);
        packet.markNetworkHeader();
        Ipv4Header quoted = packet.ip();
        if (packet.length() >= Ipv4Header.MIN_LENGTH + QUOTED && quoted.version() == 4 && quoted.headerLength() >= Ipv4Header.MIN_LENGTH
                && packet.length() >= quoted.headerLength() + QUOTED && !quoted.isLaterFragment()) {
            packet.markTransportHeader(quoted.headerLength());
            switch (quoted.protocol()) {
                case Ipv4Header.PROTOCOL_TCP -> tcp.unreachable(packet, code, mtu);
                case Ipv4Header.PROTOCOL_UDP -> udp.unreachable(packet, code, mtu);
                default -> { }
            }
        } else {
            counters.count(IcmpCounter.IN_ERRORS);
        }
        packet.drop(DropReason.ICMP_IGNORED);
    }

    private void echo(Packet request) {
        int length = request.transportLength();
        Packet reply = output.take();
        if (reply == null) {
            request.drop(DropReason.NO_BUFFER);
            return;
        }
        reply.put(length);
        reply.copyFrom(0, request, request.transportOffset(), length);
        reply.markTransportHeader(0);
        reply.icmp().type(IcmpHeader.ECHO_REPLY);
        output.reply(request, reply);
        request.release();
    }

    private void timestamp(Packet request) {
        // as in Linux, a request needs no more than the time that it was sent
        if (request.transportLength() < IcmpHeader.LENGTH + 4) {
            refuse(request, DropReason.ICMP_TOO_SHORT);
            return;
        }
        Packet reply = output.take();
        if (reply == null) {
            request.drop(DropReason.NO_BUFFER);
            return;
        }
        reply.put(IcmpHeader.TIMESTAMP_LENGTH);
        reply.markTransportHeader(0);
        int now = clock.millis();
        IcmpHeader icmp = reply.icmp();
        icmp.type(IcmpHeader.TIMESTAMP_REPLY);
        icmp.code(0);
        icmp.rest(request.icmp().rest());
        icmp.timestamp(0, request.icmp().timestamp(0));
        icmp.timestamp(1, now);
        icmp.timestamp(2, now);
        output.reply(request, reply);
        request.release();
    }
}
