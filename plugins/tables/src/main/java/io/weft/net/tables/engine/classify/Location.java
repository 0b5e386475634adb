package io.weft.net.tables.engine.classify;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.packet.UdpHeader;
import io.weft.net.tables.extension.HeaderField;

/// Where a packet lies in the dimensions of a table: the numbers that rules ask for, and the intervals they are in, chain by chain, as
/// they are needed. Used again for the next packet.
public final class Location {

    /// What fields of the transport header are good for.
    enum Transport { WHOLE, LATER_FRAGMENT, BROKEN }

    // a header that can be overwritten by a fragment is no header to decide by (RFC 1858 §3)
    private static final int OVERWRITING_OFFSET = 8;
    private static final int PORTS_LENGTH = 4;

    final int[] values = new int[Slot.COUNT];
    /// The packet's interval in each dimension of each group of each chain.
    final int[] intervals;
    /// From where a chain's groups begin, those that have rows for the packet.
    final int[] groups;
    /// For each chain, where these end.
    final int[] groupEnds;
    /// For each chain, the age of the packet for which all this was looked up.
    final long[] ages;
    /// Of the group that is asked: the dimensions that meet first.
    final int[] meeting = new int[3];
    Transport transport = Transport.WHOLE;
    long age;
    private long read;

    Location(int chains, int groups, int dimensions) {
        ages = new long[chains];
        groupEnds = new int[chains];
        this.groups = new int[groups];
        intervals = new int[dimensions];
    }

    /// For a table without a classifier.
    public static Location nowhere() {
        return new Location(0, 0, 0);
    }

    /// Another packet comes, or the one that is here may have changed.
    public void forget() {
        age++;
    }

    void read(Packet packet, InterfaceOrder interfaces) {
        if (read == age) {
            return;
        }
        read = age;
        Ipv4Header ip = packet.ip();
        values[Slot.SOURCE] = ip.source();
        values[Slot.DESTINATION] = ip.destination();
        values[Slot.PROTOCOL] = ip.protocol();
        values[Slot.IN] = interfaces.of(packet.in());
        values[Slot.OUT] = interfaces.of(packet.out());
        put(HeaderField.SOURCE, ip.source());
        put(HeaderField.DESTINATION, ip.destination());
        put(HeaderField.TOTAL_LENGTH, ip.totalLength());
        put(HeaderField.TTL, ip.ttl());
        put(HeaderField.TOS, ip.tos());
        put(HeaderField.MARK, packet.mark());
        transport = transport(packet, ip);
        if (transport == Transport.WHOLE) {
            readTransport(packet, ip.protocol());
        }
    }

    private void readTransport(Packet packet, int protocol) {
        UdpHeader ports = packet.udp();
        put(HeaderField.SOURCE_PORT, ports.sourcePort());
        put(HeaderField.DESTINATION_PORT, ports.destinationPort());
        put(HeaderField.ICMP_TYPE_AND_CODE, ports.sourcePort());
        put(HeaderField.TCP_FLAGS, protocol == Ipv4Header.PROTOCOL_TCP ? packet.tcp().flags() : 0);
    }

    private void put(HeaderField field, int value) {
        values[Slot.of(field)] = value;
    }

    private static Transport transport(Packet packet, Ipv4Header ip) {
        int offset = ip.fragmentOffset();
        if (offset == 0) {
            int needed = switch (ip.protocol()) {
                case Ipv4Header.PROTOCOL_TCP -> TcpHeader.MIN_LENGTH;
                case Ipv4Header.PROTOCOL_UDP, Ipv4Header.PROTOCOL_ICMP -> UdpHeader.LENGTH;
                default -> PORTS_LENGTH;
            };
            return packet.transportLength() < needed ? Transport.BROKEN : Transport.WHOLE;
        }
        return offset == OVERWRITING_OFFSET ? Transport.BROKEN : Transport.LATER_FRAGMENT;
    }
}
