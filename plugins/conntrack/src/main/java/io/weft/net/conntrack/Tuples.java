package io.weft.net.conntrack;

import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;

/// The rules of a tuple's last part, its ports in one `int`: what they are for each protocol, and what a reply has there.
final class Tuples {

    static final int PROTOCOL_GRE = 47;
    static final int PROTOCOL_UDPLITE = 136;

    /// The ICMP type that answers a type, plus one; 0 where none does.
    private static final byte[] ANSWER = new byte[19];

    static {
        pair(IcmpHeader.ECHO_REQUEST, IcmpHeader.ECHO_REPLY);
        pair(IcmpHeader.TIMESTAMP_REQUEST, IcmpHeader.TIMESTAMP_REPLY);
        pair(IcmpHeader.INFORMATION_REQUEST, IcmpHeader.INFORMATION_REPLY);
        pair(IcmpHeader.ADDRESS_MASK_REQUEST, IcmpHeader.ADDRESS_MASK_REPLY);
    }

    private Tuples() { }

    private static void pair(int request, int reply) {
        ANSWER[request] = (byte) (reply + 1);
        ANSWER[reply] = (byte) (request + 1);
    }

    static int ports(int source, int destination) {
        return source << 16 | destination & 0xFFFF;
    }

    static boolean hasPorts(int protocol) {
        return protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP || protocol == PROTOCOL_UDPLITE;
    }

    /// Whether such a packet can be replied to at all.
    static boolean hasInverse(int protocol, int ports) {
        if (protocol != Ipv4Header.PROTOCOL_ICMP) {
            return true;
        }
        int type = ports >>> 8 & 0xFF;
        return type < ANSWER.length && ANSWER[type] != 0;
    }

    /// What the reply has for ports. Only where there is one.
    static int inverse(int protocol, int ports) {
        if (protocol != Ipv4Header.PROTOCOL_ICMP) {
            return Integer.rotateLeft(ports, 16);
        }
        return ports & 0xFFFF_00FF | ANSWER[ports >>> 8 & 0xFF] - 1 << 8;
    }
}
