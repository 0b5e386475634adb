package io.weft.net.stack.neighbor;

import io.weft.net.packet.ArpHeader;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.stack.device.EthernetOutput;
import io.weft.net.stack.device.NetDevice;

/// Sends ARP requests and replies. The kernel's arp_send.
final class ArpOutput {

    private final PacketPool pool;

    ArpOutput(PacketPool pool) {
        this.pool = pool;
    }

    /// Asks who has `target`: everybody, or the one who had it last.
    void request(NetDevice device, int sender, int target, long destination) {
        send(device, ArpHeader.REQUEST, sender, target, 0, destination);
    }

    /// Tells the host with the MAC address `asker` that `own` is here.
    void reply(NetDevice device, int own, int askerAddress, long asker) {
        send(device, ArpHeader.REPLY, own, askerAddress, asker, asker);
    }

    private void send(NetDevice device, int operation, int sender, int target, long targetMac, long destination) {
        Packet packet = pool.take();
        if (packet == null) {
            // the pool has counted it, and who asks asks again
            return;
        }
        packet.put(ArpHeader.LENGTH);
        packet.markNetworkHeader();
        ArpHeader arp = packet.arp();
        arp.ipv4OverEthernet();
        arp.operation(operation);
        arp.senderMac(device.mac().value());
        arp.senderAddress(sender);
        arp.targetMac(targetMac);
        arp.targetAddress(target);
        EthernetOutput.send(packet, device, EthernetHeader.TYPE_ARP, destination);
    }
}
