package io.weft.net.stack.device;

import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;

/// Puts the Ethernet header before a packet and hands the frame to its interface. The kernel's dev_hard_header.
public final class EthernetOutput {

    private EthernetOutput() { }

    /// @param packet with its network header marked and at its head
    public static void send(Packet packet, NetDevice device, int type, long destination) {
        packet.push(EthernetHeader.LENGTH);
        packet.markLinkHeader();
        EthernetHeader header = packet.ethernet();
        header.destination(destination);
        header.source(device.mac().value());
        header.type(type);
        device.transmit(packet);
    }
}
