package io.weft.net.stack.icmp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.route.Route;

/// About which packets no ICMP error is sent (RFC 1122 §3.2.2, RFC 1812 §4.3.2.7).
final class ErrorRules {

    private static final int LARGEST_KNOWN_TYPE = 18;

    private ErrorRules() { }

    static boolean allow(Packet cause) {
        Ipv4Header ip = cause.ip();
        return cause.linkType() == LinkType.HOST
                && !(cause.route() instanceof Route.Broadcast)
                && isOneHost(ip.destination()) && isOneHost(ip.source()) && ip.source() != Ipv4.ANY
                && !ip.isLaterFragment()
                && (ip.protocol() != Ipv4Header.PROTOCOL_ICMP || isNoError(cause, ip));
    }

    private static boolean isOneHost(int address) {
        return !Ipv4.isMulticast(address) && address != Ipv4.BROADCAST;
    }

    /// A message too short to have a type counts as an error, and so do those of types nobody knows.
    private static boolean isNoError(Packet cause, Ipv4Header ip) {
        if (cause.length() <= ip.headerLength()) {
            return false;
        }
        cause.markTransportHeader(ip.headerLength());
        int type = cause.icmp().type();
        return type <= LARGEST_KNOWN_TYPE && switch (type) {
            case IcmpHeader.ECHO_REPLY, IcmpHeader.ECHO_REQUEST, IcmpHeader.TIMESTAMP_REQUEST, IcmpHeader.TIMESTAMP_REPLY,
                    IcmpHeader.INFORMATION_REQUEST, IcmpHeader.INFORMATION_REPLY, IcmpHeader.ADDRESS_MASK_REQUEST,
                    IcmpHeader.ADDRESS_MASK_REPLY -> true;
            default -> false;
        };
    }
}
