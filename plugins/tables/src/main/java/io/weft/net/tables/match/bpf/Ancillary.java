package io.weft.net.tables.match.bpf;

import io.weft.net.address.MacAddress;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.tables.extension.Traversal;
import org.jspecify.annotations.Nullable;

/// What a program can learn of a packet beside its bytes: the loads from beyond {@link #FROM}, the kernel's `SKF_AD_…`.
///
/// What this stack does not have is 0, as in the kernel where a packet has none of it: VLAN tags, the card's hash and queue. So are the
/// two look-ups of netlink attributes, which a packet of IP does not consist of.
final class Ancillary {

    /// `SKF_AD_OFF`: absolute loads of this unsigned offset or more read no bytes.
    static final int FROM = -0x1000;

    static final int PROTOCOL = 0;
    static final int PACKET_TYPE = 4;
    static final int INTERFACE = 8;
    static final int MARK = 20;
    static final int HARDWARE_TYPE = 28;
    /// Not a load: A ^= X.
    static final int XOR_X = 40;
    static final int PAYLOAD_OFFSET = 52;
    static final int RANDOM = 56;
    private static final int LAST = 60;

    private static final int ETHERTYPE_IPV4 = 0x0800;
    // ARPHRD_…
    private static final int ETHERNET = 1;
    private static final int LOOPBACK = 772;
    private static final int NO_LINK = 0xFFFE;

    private static final int PROTOCOL_IGMP = 2;
    private static final int PROTOCOL_DCCP = 33;
    private static final int PROTOCOL_SCTP = 132;
    private static final int PROTOCOL_UDPLITE = 136;

    private Ancillary() { }

    /// Whether an absolute load of that offset is for here.
    static boolean isBeyondBytes(int offset) {
        return offset < 0 && offset >= FROM;
    }

    /// Whether there is something at that offset.
    static boolean exists(int offset) {
        int what = offset - FROM;
        return isBeyondBytes(offset) && what <= LAST && what % 4 == 0;
    }

    /// The interface that the packet is at, the kernel's `skb->dev`: null for one of this host on its way to the routes.
    static @Nullable NetInterface device(Packet packet, Traversal traversal) {
        return traversal.hook().equals(PacketHooks.POST_ROUTING) ? packet.out() : packet.in();
    }

    /// The interface's kind of link, by ARP's numbers.
    static int hardwareType(NetInterface device) {
        return device.isLoopback() ? LOOPBACK : device.mac().equals(MacAddress.ZERO) ? NO_LINK : ETHERNET;
    }

    /// A number that needs nothing but the packet.
    static int of(Packet packet, int what) {
        return switch (what) {
            case PROTOCOL -> ETHERTYPE_IPV4;
            case PACKET_TYPE -> packetType(packet);
            case MARK -> packet.mark();
            case PAYLOAD_OFFSET -> payloadOffset(packet);
            default -> 0;
        };
    }

    private static int packetType(Packet packet) {
        return switch (packet.linkType()) {
            case HOST -> 0;
            case BROADCAST -> 1;
            case MULTICAST -> 2;
            case OTHER_HOST -> 3;
            case LOOPBACK -> 5;
        };
    }

    /// Where the data behind the transport header begins, the kernel's `skb_get_poff`; packets within packets are not opened.
    private static int payloadOffset(Packet packet) {
        Ipv4Header ip = packet.ip();
        int at = ip.headerLength();
        if (ip.isLaterFragment()) {
            return at;
        }
        return switch (ip.protocol()) {
            case Ipv4Header.PROTOCOL_TCP -> packet.length() <= at + 12 ? at : at + Math.max(20, packet.u8(at + 12) >> 4 << 2);
            case Ipv4Header.PROTOCOL_UDP, PROTOCOL_UDPLITE, Ipv4Header.PROTOCOL_ICMP, PROTOCOL_IGMP -> at + 8;
            case PROTOCOL_DCCP, PROTOCOL_SCTP -> at + 12;
            default -> at;
        };
    }
}
