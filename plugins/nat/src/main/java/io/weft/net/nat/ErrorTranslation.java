package io.weft.net.nat;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;

/// Translates ICMP errors about translated connections, so that who sent the packet that an error quotes knows it again: the kernel's
/// `nf_nat_icmp_reply_translation`.
final class ErrorTranslation {

    private static final int NAT = ConnectionStatus.SRC_NAT | ConnectionStatus.DST_NAT;
    private static final int DONE = ConnectionStatus.SRC_NAT_DONE | ConnectionStatus.DST_NAT_DONE;

    private ErrorTranslation() { }

    /// @return false when the error must not go on
    static boolean translate(Packet packet, TrackedConnection connection, Manipulation manipulation) {
        int quoted = packet.ip().headerLength() + IcmpHeader.LENGTH;
        packet.markTransportHeader(packet.ip().headerLength());
        if (packet.length() < quoted + Ipv4Header.MIN_LENGTH
                || packet.checksum() == ChecksumState.UNCHECKED && !packet.icmp().checksumIsRight()) {
            return false;
        }
        if (packet.icmp().type() == IcmpHeader.REDIRECT && (!connection.has(DONE) || (connection.status() & NAT) != 0)) {
            // it tells a host of a way that its packets do not go
            return false;
        }
        Direction direction = packet.direction();
        if (!connection.has(manipulation.translated(direction))) {
            return true;
        }
        if (!quoted(packet, quoted, connection, manipulation.other())) {
            return false;
        }
        packet.markTransportHeader(packet.ip().headerLength());
        if (packet.checksum() != ChecksumState.TO_FINISH) {
            packet.icmp().computeChecksum();
        }
        Direction other = direction.inverse();
        Rewriter.address(packet, manipulation, switch (manipulation) {
            case SOURCE -> connection.destination(other);
            case DESTINATION -> connection.source(other);
        });
        return true;
    }

    private static boolean quoted(Packet packet, int offset, TrackedConnection connection, Manipulation manipulation) {
        packet.pull(offset);
        packet.markNetworkHeader();
        int headerLength = packet.ip().headerLength();
        packet.markTransportHeader(headerLength);
        boolean done = headerLength <= packet.length()
                && Rewriter.rewriteQuoted(packet, connection, packet.direction(), manipulation);
        packet.push(offset);
        packet.markNetworkHeader();
        return done;
    }
}
