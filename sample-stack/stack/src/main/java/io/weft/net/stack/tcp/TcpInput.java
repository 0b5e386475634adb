package io.weft.net.stack.tcp;

import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.route.Route;
import io.weft.net.stack.ip.TransportReceiver;

/// Takes TCP segments to this host. The kernel's tcp_v4_rcv.
public final class TcpInput implements TransportReceiver {

    private final TcpReset reset;

    public TcpInput(TcpReset reset) {
        this.reset = reset;
    }

    @Override
    public void receive(Packet packet) {
        int there = packet.transportLength();
        if (packet.linkType() != LinkType.HOST || !(packet.route() instanceof Route.Local)) {
            // RFC 9293 §3.9.2.3: a segment that went to many is not answered
            packet.drop(DropReason.NOT_FOR_US);
        } else if (there < TcpHeader.MIN_LENGTH || packet.tcp().headerLength() < TcpHeader.MIN_LENGTH || packet.tcp().headerLength() > there) {
            packet.drop(DropReason.TCP_MALFORMED);
        } else if (packet.checksum() == ChecksumState.UNCHECKED && !packet.tcp().checksumIsRight()) {
            packet.drop(DropReason.TCP_CHECKSUM);
        } else {
            reset.answerClosedPort(packet);
            packet.drop(DropReason.TCP_NO_PORT);
        }
    }
}
