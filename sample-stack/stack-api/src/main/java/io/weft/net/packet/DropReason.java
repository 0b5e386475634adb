package io.weft.net.packet;

/// Why a packet ended before it was delivered or sent. Each has a counter in {@link DropCounters}.
public enum DropReason {

    // link layer
    /// A frame shorter than its link-layer header.
    FRAME_TOO_SHORT("frame shorter than an Ethernet header"),
    /// A frame to another host's MAC address.
    OTHER_HOST("frame for another host"),
    /// A frame of a protocol that the stack does not speak (IPv6, VLAN, LLDP, an 802.3 length…).
    UNKNOWN_ETHERTYPE("protocol the stack does not speak"),
    INTERFACE_DOWN("interface is down"),

    // ARP, RFC 826
    ARP_TOO_SHORT("ARP packet cut short"),
    /// Not Ethernet and IPv4, or an operation other than request and reply.
    ARP_UNSUPPORTED("ARP for other hardware, protocol or operation"),
    /// A sender address that is a group's, or a target this host does not have.
    ARP_IGNORED("ARP not for this host"),

    // neighbours
    /// No answer to ARP requests.
    NEIGHBOR_FAILED("next hop does not answer ARP"),
    /// More packets wait for one next hop than its queue holds.
    NEIGHBOR_QUEUE_FULL("queue of the unresolved next hop is full"),
    /// A next hop not heard of, when all places of the table are taken by others in use.
    NEIGHBOR_TABLE_FULL("neighbour table is full"),

    // IPv4 header, RFC 791 and RFC 1122 §3.2.1
    IP_TOO_SHORT("IP packet cut short"),
    IP_VERSION("IP version is not 4"),
    IP_HEADER_LENGTH("IP header length below 20 or beyond the packet"),
    IP_TOTAL_LENGTH("IP total length below the header or beyond the frame"),
    IP_CHECKSUM("wrong IP header checksum"),
    IP_OPTIONS("malformed or refused IP options"),
    /// A source address that no packet off a wire may have (RFC 1812 §5.3.7), this host's own included.
    MARTIAN_SOURCE("martian source address"),
    /// A destination that no packet off a wire may have, such as 127.0.0.1.
    MARTIAN_DESTINATION("martian destination address"),
    /// A source whose packets should come in elsewhere (RFC 3704), with `rp_filter` set.
    REVERSE_PATH("source is reached by another interface"),

    // the way through
    TTL_EXPIRED("TTL ran out"),
    NO_ROUTE("no route"),
    BLACKHOLE("blackhole route"),
    UNREACHABLE_ROUTE("unreachable or prohibit route"),
    FORWARDING_DISABLED("this host does not forward"),
    /// A broadcast or multicast packet that this host neither wants nor passes on.
    NOT_FOR_US("broadcast or multicast nobody here listens to"),
    /// Unicast inside a link-layer broadcast (RFC 1122 §3.3.6).
    UNICAST_IN_BROADCAST("unicast packet in a broadcast frame"),
    /// Bigger than the MTU and forbidden to be fragmented; the sender was told.
    FRAGMENTATION_NEEDED("bigger than the MTU, with DF"),

    // reassembly, RFC 791 §3.2 and RFC 5722
    FRAGMENT_MALFORMED("fragment of impossible offset or length"),
    FRAGMENT_OVERLAP("fragments overlap"),
    FRAGMENT_DUPLICATE("fragment came before"),
    FRAGMENT_TIMEOUT("fragments did not all come in time"),
    FRAGMENT_MEMORY("too many fragments wait"),

    // transport
    UNKNOWN_PROTOCOL("no such transport protocol here"),
    ICMP_TOO_SHORT("ICMP message cut short"),
    ICMP_CHECKSUM("wrong ICMP checksum"),
    /// A type that needs no answer and changes nothing here.
    ICMP_IGNORED("ICMP message of no concern"),
    IGMP_MALFORMED("IGMP message cut short"),
    IGMP_CHECKSUM("wrong IGMP checksum"),
    UDP_MALFORMED("UDP length impossible"),
    UDP_CHECKSUM("wrong UDP checksum"),
    UDP_NO_PORT("no UDP socket on that port"),
    TCP_MALFORMED("TCP header cut short"),
    TCP_CHECKSUM("wrong TCP checksum"),
    TCP_NO_PORT("no TCP socket on that port"),
    /// A SYN to a listener that has as many connections waiting as it wants.
    TCP_BACKLOG("listener's queue is full"),
    /// Outside of the window, too old, or impossible in the state that the connection is in.
    TCP_REFUSED("TCP segment that its connection does not take"),

    // decisions and limits
    /// A handler's verdict; the hook point counts which handler's.
    HOOK("dropped at a hook"),
    NO_BUFFER("no packet buffer left"),
    /// A checksum to finish or a segmentation that its sender described in a way that does not fit the packet.
    OFFLOAD_MALFORMED("offload request does not fit the packet"),
    /// A packet of this host that cannot be sent as asked: too long, no source address…
    SEND_FAILED("packet of this host cannot be sent"),
    SHUTDOWN("stack was closed");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    /// In words, for operators.
    public String text() {
        return text;
    }
}
