package io.weft.net.stack.udp;

import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.explain.Fate;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.UdpHeader;
import io.weft.net.stack.device.Faults;
import io.weft.net.stack.ip.IpErrors;
import io.weft.net.stack.ip.TransportReceiver;

/// Takes UDP datagrams to their socket (RFC 768, RFC 1122 §4.1.3). The kernel's udp_rcv.
public final class UdpInput implements TransportReceiver {

    private final UdpSockets sockets;
    private final IpErrors errors;
    private final Faults faults;

    public UdpInput(UdpSockets sockets, IpErrors errors, Faults faults) {
        this.sockets = sockets;
        this.errors = errors;
        this.faults = faults;
    }

    @Override
    public void receive(Packet packet) {
        UdpHeader udp = packet.udp();
        int there = packet.transportLength();
        if (there < UdpHeader.LENGTH || udp.length() < UdpHeader.LENGTH || udp.length() > there) {
            packet.drop(DropReason.UDP_MALFORMED);
            return;
        }
        packet.trim(packet.transportOffset() + udp.length());
        UdpSocket socket = sockets.find(packet.ip().destination(), udp.destinationPort());
        if (packet.checksum() == ChecksumState.UNCHECKED && !udp.checksumIsRight()) {
            packet.drop(DropReason.UDP_CHECKSUM);
        } else if (socket == null) {
            // the kernel's udp_rcv has let go of the connection by then (nf_reset_ct)
            packet.connection(null, ConnectionState.INVALID, Direction.ORIGINAL);
            errors.error(packet, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.PORT_UNREACHABLE, 0);
            packet.drop(DropReason.UDP_NO_PORT);
        } else if (packet.trail() != null) {
            packet.trail().end(new Fate.Delivered("socket " + socket));
            packet.release();
        } else {
            deliver(packet, socket);
        }
    }

    private void deliver(Packet packet, UdpSocket socket) {
        packet.pull(packet.transportOffset() + UdpHeader.LENGTH);
        try {
            if (packet.segmentation() == Segmentation.UDP) {
                deliverSegments(packet, socket);
            } else {
                socket.handler().received(socket, packet);
            }
        } catch (RuntimeException | Error fault) {
            faults.report("the owner of " + socket, fault);
        } finally {
            packet.release();
        }
    }

    /// What its sender left to a card to cut (UDP_SEGMENT) arrives as the datagrams that it stands for. The kernel's udp_rcv_segment.
    private static void deliverSegments(Packet packet, UdpSocket socket) {
        int left = packet.length();
        while (left > 0) {
            int size = Math.min(packet.segmentSize(), left);
            packet.trim(size);
            socket.handler().received(socket, packet);
            packet.pull(size);
            left -= size;
            packet.put(left);
        }
    }
}
