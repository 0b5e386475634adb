package io.weft.net.stack.device;

import io.weft.net.address.MacAddress;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;

/// Takes frames off the link: whom a frame is for, and which protocol is in it. The kernel's eth_type_trans.
public final class EthernetInput {

    private final FrameReceiver ip;
    private final FrameReceiver arp;

    public EthernetInput(FrameReceiver ip, FrameReceiver arp) {
        this.ip = ip;
        this.arp = arp;
    }

    /// @param frame with the Ethernet header at its head
    /// @param ownMac of the interface it came in by
    public void receive(Packet frame, long ownMac) {
        if (frame.length() < EthernetHeader.LENGTH) {
            frame.drop(DropReason.FRAME_TOO_SHORT);
            return;
        }
        frame.markLinkHeader();
        frame.markNetworkHeader();
        EthernetHeader header = frame.ethernet();
        frame.linkType(linkType(header.destination(), ownMac));
        if (frame.linkType() == LinkType.OTHER_HOST) {
            frame.drop(DropReason.OTHER_HOST);
            return;
        }
        int type = header.type();
        frame.pull(EthernetHeader.LENGTH);
        frame.markNetworkHeader();
        switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ip.receive(frame);
            case EthernetHeader.TYPE_ARP -> arp.receive(frame);
            default -> frame.drop(DropReason.UNKNOWN_ETHERTYPE);
        }
    }

    /// @param packet from a link without frames, the network header at its head
    public void receiveBare(Packet packet) {
        packet.markLinkHeader();
        packet.markNetworkHeader();
        if (packet.length() == 0) {
            packet.drop(DropReason.FRAME_TOO_SHORT);
        } else if (packet.ip().version() != 4) {
            packet.drop(DropReason.UNKNOWN_ETHERTYPE);
        } else {
            ip.receive(packet);
        }
    }

    private static LinkType linkType(long destination, long ownMac) {
        if (destination == ownMac) {
            return LinkType.HOST;
        }
        if (destination == MacAddress.BROADCAST.value()) {
            return LinkType.BROADCAST;
        }
        return MacAddress.isGroup(destination) ? LinkType.MULTICAST : LinkType.OTHER_HOST;
    }
}
