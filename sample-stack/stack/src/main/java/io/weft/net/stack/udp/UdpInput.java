package io.weft.net.stack.udp;

import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.UdpHeader;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.device.Faults;
import io.weft.net.stack.ip.IpErrors;
import io.weft.net.stack.ip.TransportReceiver;
import java.io.IOException;
import java.util.Objects;

/// Takes UDP datagrams to their sockets (RFC 768, RFC 1122 §4.1.3). The kernel's udp_rcv.
public final class UdpInput implements TransportReceiver {

    private final UdpSockets sockets;
    private final UdpCounters counters;
    private final IpErrors errors;
    private final Faults faults;

    public UdpInput(UdpSockets sockets, IpErrors errors, Faults faults) {
        this.sockets = sockets;
        this.counters = sockets.counters();
        this.errors = errors;
        this.faults = faults;
    }

    @Override
    public void receive(Packet packet) {
        UdpHeader udp = packet.udp();
        int there = packet.transportLength();
        if (there < UdpHeader.LENGTH || udp.length() < UdpHeader.LENGTH || udp.length() > there) {
            refuse(packet, DropReason.UDP_MALFORMED);
            return;
        }
        packet.trim(packet.transportOffset() + udp.length());
        if (packet.checksum() == ChecksumState.UNCHECKED && !udp.checksumIsRight()) {
            count(packet, UdpCounter.IN_CSUM_ERRORS);
            refuse(packet, DropReason.UDP_CHECKSUM);
        } else if (packet.route() instanceof Route.Broadcast) {
            deliverToAll(packet);
        } else {
            deliverToOne(packet);
        }
    }

    private void refuse(Packet packet, DropReason reason) {
        count(packet, UdpCounter.IN_ERRORS);
        packet.drop(reason);
    }

    private void count(Packet packet, UdpCounter counter) {
        if (packet.trail() == null) {
            counters.count(counter);
        }
    }

    private void deliverToOne(Packet packet) {
        UdpHeader udp = packet.udp();
        UdpSocket socket = sockets.find(packet.ip().source(), udp.sourcePort(), packet.ip().destination(), udp.destinationPort());
        if (socket == null) {
            // the kernel's udp_rcv has let go of the connection by then (nf_reset_ct)
            packet.connection(null, ConnectionState.INVALID, Direction.ORIGINAL);
            errors.error(packet, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.PORT_UNREACHABLE, 0);
            count(packet, UdpCounter.NO_PORTS);
            packet.drop(DropReason.UDP_NO_PORT);
            return;
        }
        packet.pull(packet.transportOffset() + UdpHeader.LENGTH);
        deliver(packet, socket);
        packet.release();
    }

    /// What goes to all hosts or to a group goes to each of its sockets here. The kernel's __udp4_lib_mcast_deliver.
    private void deliverToAll(Packet packet) {
        int source = packet.ip().source();
        int destination = packet.ip().destination();
        int sourcePort = packet.udp().sourcePort();
        NetInterface in = Objects.requireNonNull(packet.in());
        UdpSocket[] candidates = sockets.of(packet.udp().destinationPort());
        packet.pull(packet.transportOffset() + UdpHeader.LENGTH);
        boolean heard = false;
        for (UdpSocket socket : candidates) {
            if (!socket.isClosed() && socket.hears(source, sourcePort, destination, in)) {
                heard = true;
                deliver(packet, socket);
            }
        }
        if (heard) {
            packet.release();
        } else {
            count(packet, UdpCounter.IGNORED_MULTI);
            packet.drop(DropReason.UDP_NO_PORT);
        }
    }

    /// @param packet with the payload from head to tail; it is so again afterwards
    private void deliver(Packet packet, UdpSocket socket) {
        PacketTrail journal = packet.journal();
        if (journal != null) {
            journal.end(new Fate.Delivered("socket " + socket));
        }
        if (journal != null && journal.isMadeUp()) {
            return;
        }
        if (packet.segmentation() == Segmentation.UDP) {
            deliverSegments(packet, socket);
        } else {
            hand(packet, socket);
        }
    }

    /// What its sender left to a card to cut (UDP_SEGMENT) arrives as the datagrams that it stands for. The kernel's udp_rcv_segment.
    private void deliverSegments(Packet packet, UdpSocket socket) {
        int length = packet.length();
        int done = 0;
        while (done < length) {
            int size = Math.min(packet.segmentSize(), length - done);
            packet.trim(size);
            hand(packet, socket);
            packet.pull(size);
            done += size;
            packet.put(length - done);
        }
        packet.push(length);
    }

    private void hand(Packet datagram, UdpSocket socket) {
        socket.nothingLost();
        try {
            socket.handler().received(socket, datagram);
        } catch (IOException _) {
            // an answer that could not be sent: counted where it was refused
        } catch (RuntimeException | Error fault) {
            faults.report("the owner of " + socket, fault);
        }
        if (!socket.hasLost()) {
            counters.count(UdpCounter.IN_DATAGRAMS);
        }
    }
}
