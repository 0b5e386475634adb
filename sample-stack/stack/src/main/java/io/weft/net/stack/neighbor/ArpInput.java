package io.weft.net.stack.neighbor;

import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.packet.ArpHeader;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.route.Addresses;

/// Takes ARP packets (RFC 826): answers for this host's addresses, on whichever link they were asked (arp_ignore 0), and teaches the
/// neighbour table. The kernel's arp_rcv and arp_process.
public final class ArpInput {

    private final NeighborTable neighbors;
    private final Addresses addresses;

    public ArpInput(NeighborTable neighbors, Addresses addresses) {
        this.neighbors = neighbors;
        this.addresses = addresses;
    }

    /// @param packet with the ARP header at its head
    public void receive(Packet packet) {
        if (packet.length() < ArpHeader.LENGTH) {
            packet.drop(DropReason.ARP_TOO_SHORT);
            return;
        }
        ArpHeader arp = packet.arp();
        boolean known = arp.operation() == ArpHeader.REQUEST || arp.operation() == ArpHeader.REPLY;
        if (!arp.isIpv4OverEthernet() || !known) {
            packet.drop(DropReason.ARP_UNSUPPORTED);
        } else if (isImpossible(arp)) {
            packet.drop(DropReason.ARP_IGNORED);
        } else {
            process(packet, arp);
        }
    }

    /// RFC 1812 §3.3.2: nobody has a group's MAC address. Loopback and multicast addresses are nobody's to ask for.
    private static boolean isImpossible(ArpHeader arp) {
        return MacAddress.isGroup(arp.senderMac()) || Ipv4.isMulticast(arp.targetAddress()) || Ipv4.isLoopback(arp.targetAddress());
    }

    private void process(Packet packet, ArpHeader arp) {
        NetDevice device = (NetDevice) packet.in();
        int sender = arp.senderAddress();
        int target = arp.targetAddress();
        boolean asksForUs = arp.operation() == ArpHeader.REQUEST && addresses.isLocal(target);
        if (sender == Ipv4.ANY) {
            // RFC 5227 §2.1.1: a probe, whether somebody has the address already
            if (asksForUs) {
                neighbors.arp().reply(device, target, sender, arp.senderMac());
                packet.release();
            } else {
                packet.drop(DropReason.ARP_IGNORED);
            }
            return;
        }
        if (asksForUs && mayAsk(sender)) {
            neighbors.learnFromRequest(device, sender, arp.senderMac());
            neighbors.arp().reply(device, target, sender, arp.senderMac());
            packet.release();
            return;
        }
        boolean reply = arp.operation() == ArpHeader.REPLY;
        // a gratuitous reply names its sender as target in both fields (RFC 5944 §4.6)
        boolean gratuitous = sender == target && (!reply || arp.targetMac() == arp.senderMac());
        if (neighbors.learnFromOthers(device, sender, arp.senderMac(), reply && packet.linkType() == LinkType.HOST, gratuitous)) {
            packet.release();
        } else {
            packet.drop(DropReason.ARP_IGNORED);
        }
    }

    /// Whether a packet with this source address would be let in.
    private boolean mayAsk(int sender) {
        return !addresses.isLocal(sender) && !Ipv4.isMulticast(sender) && !Ipv4.isLoopback(sender)
                && sender != Ipv4.BROADCAST;
    }
}
