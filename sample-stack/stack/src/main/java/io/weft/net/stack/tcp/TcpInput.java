package io.weft.net.stack.tcp;

import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.route.Route;
import io.weft.net.stack.ip.TransportReceiver;
import org.jspecify.annotations.Nullable;

/// Takes TCP segments to this host, to their connection or listener. The kernel's tcp_v4_rcv.
public final class TcpInput implements TransportReceiver {

    private final TcpSockets sockets;
    private final TcpReset reset;
    private final TcpSegment segment = new TcpSegment();

    public TcpInput(TcpSockets sockets, TcpReset reset) {
        this.sockets = sockets;
        this.reset = reset;
    }

    @Override
    public void receive(Packet packet) {
        int there = packet.transportLength();
        sockets.counters().count(TcpCounter.IN_SEGS);
        if (packet.linkType() != LinkType.HOST || !(packet.route() instanceof Route.Local)) {
            // RFC 9293 §3.9.2.3: a segment that went to many is not answered
            packet.drop(DropReason.NOT_FOR_US);
        } else if (there < TcpHeader.MIN_LENGTH || packet.tcp().headerLength() < TcpHeader.MIN_LENGTH || packet.tcp().headerLength() > there) {
            sockets.counters().count(TcpCounter.IN_ERRS);
            packet.drop(DropReason.TCP_MALFORMED);
        } else if (packet.checksum() == ChecksumState.UNCHECKED && !packet.tcp().checksumIsRight()) {
            sockets.counters().count(TcpCounter.IN_ERRS);
            packet.drop(DropReason.TCP_CHECKSUM);
        } else {
            demultiplex(packet);
        }
    }

    private void demultiplex(Packet packet) {
        Ipv4Header ip = packet.ip();
        TcpHeader tcp = packet.tcp();
        TcpConnection connection = sockets.connection(ip.destination(), tcp.destinationPort(), ip.source(), tcp.sourcePort());
        TcpListener listener = connection == null || connection.state() == TcpState.TIME_WAIT
                ? sockets.listener(ip.destination(), tcp.destinationPort())
                : null;
        if (connection == null && listener == null) {
            reset.answerClosedPort(packet);
            packet.drop(DropReason.TCP_NO_PORT);
        } else if (packet.journal() == null || !isExplained(packet, packet.journal(), connection, listener)) {
            deliver(segment.read(packet), connection, listener);
        }
    }

    /// @return whether it is made up, and gone
    private static boolean isExplained(
            Packet packet, PacketTrail journal, @Nullable TcpConnection connection, @Nullable TcpListener listener) {
        journal.end(new Fate.Delivered(connection != null ? "connection " + connection : "listener " + listener));
        if (journal.isMadeUp()) {
            packet.release();
            return true;
        }
        // its segment may wait here for long
        packet.journal(null);
        return false;
    }

    private void deliver(TcpSegment arrived, @Nullable TcpConnection connection, @Nullable TcpListener listener) {
        if (connection != null && (listener == null || !connection.givesWayTo(arrived))) {
            connection.receive(arrived, sockets.nowNs());
            return;
        }
        Packet packet = arrived.packet();
        FourTuple tuple = new FourTuple(packet.ip().destination(), packet.tcp().destinationPort(), packet.ip().source(),
                packet.tcp().sourcePort());
        if (connection != null) {
            sockets.counters().count(TcpCounter.TW_RECYCLED);
            connection.forget();
        }
        if (listener != null) {
            listener.receive(arrived, tuple, connection, sockets.nowNs());
        }
    }
}
