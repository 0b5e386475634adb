package io.weft.net.nat;

import io.weft.net.connection.Direction;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.packet.UdpHeader;

/// Writes other addresses and ports into packets, and brings their checksums along (RFC 1624): the kernel's `nf_nat_manip_pkt`.
///
/// A checksum that is still to be finished is the sum of the pseudo header, so only the address counts there. A packet that is still to
/// be segmented is translated once for all of its segments.
final class Rewriter {

    private static final int PROTOCOL_GRE = 47;
    private static final int PROTOCOL_UDPLITE = 136;
    /// What connection tracking has seen of a transport header, in a quoted packet too.
    private static final int PORTS_LENGTH = 8;
    private static final int GRE_LENGTH = 8;

    private Rewriter() { }

    /// Translates one end of a packet of a connection, so that it looks like what the other direction answers to.
    ///
    /// @return false, with nothing changed, when the packet is too short for it
    static boolean rewrite(Packet packet, TrackedConnection connection, Direction direction, Manipulation manipulation) {
        Direction other = direction.inverse();
        return switch (manipulation) {
            case SOURCE -> rewrite(packet, manipulation, connection.protocol(), connection.destination(other),
                    isIcmp(connection) ? connection.sourcePort(other) : connection.destinationPort(other));
            case DESTINATION -> rewrite(packet, manipulation, connection.protocol(), connection.source(other), connection.sourcePort(other));
        };
    }

    /// Translates the quoted packet of an ICMP error, which goes the other way than the error.
    static boolean rewriteQuoted(Packet packet, TrackedConnection connection, Direction direction, Manipulation manipulation) {
        Direction other = direction.inverse();
        return switch (manipulation) {
            case SOURCE -> rewrite(packet, manipulation, connection.protocol(), connection.source(other), connection.sourcePort(other));
            case DESTINATION -> rewrite(packet, manipulation, connection.protocol(), connection.destination(other),
                    isIcmp(connection) ? connection.sourcePort(other) : connection.destinationPort(other));
        };
    }

    private static boolean isIcmp(TrackedConnection connection) {
        return connection.protocol() == Ipv4Header.PROTOCOL_ICMP;
    }

    /// @param protocol that the port is meant for; of an ICMP error, whose own type has no identifier, none is
    /// @param port or ICMP identifier
    private static boolean rewrite(Packet packet, Manipulation manipulation, int protocol, int address, int port) {
        Ipv4Header ip = packet.ip();
        int old = switch (manipulation) {
            case SOURCE -> ip.source();
            case DESTINATION -> ip.destination();
        };
        boolean whole = switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> tcp(packet, manipulation, old, address, port);
            case Ipv4Header.PROTOCOL_UDP -> udp(packet, manipulation, old, address, port, false);
            case PROTOCOL_UDPLITE -> udp(packet, manipulation, old, address, port, true);
            case Ipv4Header.PROTOCOL_ICMP -> icmp(packet, port);
            // without a PPTP helper its keys stay, but a header too short for them does not pass
            case PROTOCOL_GRE -> packet.transportLength() >= GRE_LENGTH;
            default -> true;
        };
        if (whole) {
            address(ip, manipulation, old, address);
        }
        return whole;
    }

    /// Writes an address alone, as an ICMP error's own.
    static void address(Packet packet, Manipulation manipulation, int address) {
        Ipv4Header ip = packet.ip();
        address(ip, manipulation, manipulation == Manipulation.SOURCE ? ip.source() : ip.destination(), address);
    }

    private static void address(Ipv4Header ip, Manipulation manipulation, int old, int address) {
        ip.checksum(Checksum.update32(ip.checksum(), old, address));
        switch (manipulation) {
            case SOURCE -> ip.source(address);
            case DESTINATION -> ip.destination(address);
        }
    }

    private static boolean tcp(Packet packet, Manipulation manipulation, int oldAddress, int address, int port) {
        if (packet.transportLength() < PORTS_LENGTH) {
            return false;
        }
        TcpHeader tcp = packet.tcp();
        int oldPort;
        if (manipulation == Manipulation.SOURCE) {
            oldPort = tcp.sourcePort();
            tcp.sourcePort(port);
        } else {
            oldPort = tcp.destinationPort();
            tcp.destinationPort(port);
        }
        // a quoted segment may be cut off before its checksum
        if (packet.transportLength() >= TcpHeader.MIN_LENGTH) {
            tcp.checksum(updated(packet, tcp.checksum(), oldAddress, address, oldPort, port));
        }
        return true;
    }

    /// @param always the checksum counts even when it is 0, which in UDP means that there is none
    private static boolean udp(Packet packet, Manipulation manipulation, int oldAddress, int address, int port, boolean always) {
        if (packet.transportLength() < UdpHeader.LENGTH) {
            return false;
        }
        UdpHeader udp = packet.udp();
        int oldPort;
        if (manipulation == Manipulation.SOURCE) {
            oldPort = udp.sourcePort();
            udp.sourcePort(port);
        } else {
            oldPort = udp.destinationPort();
            udp.destinationPort(port);
        }
        if (always || udp.checksum() != 0) {
            int checksum = updated(packet, udp.checksum(), oldAddress, address, oldPort, port);
            udp.checksum(checksum == 0 ? 0xFFFF : checksum);
        }
        return true;
    }

    private static int updated(Packet packet, int checksum, int oldAddress, int address, int oldPort, int port) {
        if (packet.checksum() == ChecksumState.TO_FINISH) {
            // the field holds a sum, not yet its complement
            return Checksum.finish(Checksum.update32(Checksum.finish(checksum), oldAddress, address));
        }
        return Checksum.update16(Checksum.update32(checksum, oldAddress, address), oldPort, port);
    }

    private static boolean icmp(Packet packet, int identifier) {
        if (packet.transportLength() < IcmpHeader.LENGTH) {
            return false;
        }
        IcmpHeader icmp = packet.icmp();
        if (hasIdentifier(icmp.type())) {
            icmp.checksum(Checksum.update16(icmp.checksum(), icmp.identifier(), identifier));
            icmp.identifier(identifier);
        }
        return true;
    }

    private static boolean hasIdentifier(int type) {
        return switch (type) {
            case IcmpHeader.ECHO_REQUEST, IcmpHeader.ECHO_REPLY, IcmpHeader.TIMESTAMP_REQUEST, IcmpHeader.TIMESTAMP_REPLY,
                    IcmpHeader.INFORMATION_REQUEST, IcmpHeader.INFORMATION_REPLY, IcmpHeader.ADDRESS_MASK_REQUEST,
                    IcmpHeader.ADDRESS_MASK_REPLY -> true;
            default -> false;
        };
    }
}
