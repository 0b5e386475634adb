package io.weft.net.conntrack;

import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import org.jspecify.annotations.Nullable;

/// Finds the connection that an ICMP error is about, the kernel's `nf_conntrack_inet_error`.
final class IcmpErrors {

    private final ConnectionLookup connections;

    IcmpErrors(ConnectionLookup connections) {
        this.connections = connections;
    }

    /// Hangs the connection on the error as RELATED.
    ///
    /// @param packet whose ICMP header is whole
    /// @return false when it is about none, or did not go to the one who sent what it is about
    boolean relate(Packet packet) {
        int quoted = packet.transportOffset() + IcmpHeader.LENGTH;
        int left = packet.length() - quoted;
        if (left < Ipv4Header.MIN_LENGTH) {
            return false;
        }
        int headerLength = (packet.u8(quoted) & 0xF) * 4;
        boolean isLaterFragment = (packet.u16(quoted + 6) & 0x1FFF) != 0;
        int protocol = packet.u8(quoted + 9);
        int transport = quoted + headerLength;
        if (isLaterFragment || headerLength < Ipv4Header.MIN_LENGTH || headerLength > left
                || !Ports.areThere(packet, protocol, transport)) {
            return false;
        }
        int source = packet.i32(quoted + 12);
        int destination = packet.i32(quoted + 16);
        int ports = Ports.read(packet, protocol, transport);
        if (!Tuples.hasInverse(protocol, ports)) {
            return false;
        }
        int inverse = Tuples.inverse(protocol, ports);
        @Nullable TrackedConnection connection = connections.find(protocol, destination, source, inverse);
        if (connection == null) {
            return false;
        }
        Direction direction = connection.isOriginal(protocol, destination, source, inverse) ? Direction.ORIGINAL : Direction.REPLY;
        if (packet.ip().destination() != connection.destination(direction)) {
            return false;
        }
        packet.connection(connection, ConnectionState.RELATED, direction);
        return true;
    }
}
