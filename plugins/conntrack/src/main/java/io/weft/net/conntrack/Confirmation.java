package io.weft.net.conntrack;

import io.weft.hook.Verdict;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import org.jspecify.annotations.Nullable;

/// The last thing that happens to a tracked packet here: its helper reads it, its sequence numbers are shifted, and its connection, if
/// this is the first packet, enters the table. The kernel's `nf_confirm` and `__nf_conntrack_confirm`.
final class Confirmation {

    private static final Verdict TAKEN = Verdict.drop("connection clashes with another");
    private static final Verdict CROWDED = Verdict.drop("bucket of the connection is too full");
    private static final Verdict CUT_SHORT = Verdict.drop("sequence numbers cannot be adjusted");

    private final Counters counters;
    private final Connections connections;
    private final Listeners listeners;
    private final SequenceAdjuster adjuster = new SequenceAdjuster();

    Confirmation(Counters counters, Connections connections, Listeners listeners) {
        this.counters = counters;
        this.connections = connections;
        this.listeners = listeners;
    }

    Verdict confirm(Packet packet) {
        if (!(packet.connection() instanceof TrackedConnection connection) || connection.has(TrackedConnection.TEMPLATE)) {
            return Verdict.ACCEPT;
        }
        PacketTrail trail = packet.trail();
        if (trail != null) {
            if (!connection.has(ConnectionStatus.CONFIRMED) && packet.direction() == Direction.ORIGINAL) {
                trail.note(TrailNote.of("conntrack", "connection would enter the table"));
            }
            return Verdict.ACCEPT;
        }
        Direction direction = packet.direction();
        boolean isErrorAbout = packet.connectionState() == ConnectionState.RELATED && direction == Direction.REPLY;
        if (!isErrorAbout) {
            packet.markTransportHeader(packet.ip().headerLength());
            ConnectionHelper helper = connection.reader();
            if (helper != null) {
                Verdict read = helper.read(packet, connection, direction);
                if (read.kind() != Verdict.Kind.ACCEPT) {
                    return read;
                }
            }
            SequenceShifts shifts = connection.shifts();
            if (shifts != null && !isLoopback(packet) && packet.ip().protocol() == Ipv4Header.PROTOCOL_TCP
                    && !adjuster.adjust(packet, shifts, direction)) {
                counters.drop++;
                return CUT_SHORT;
            }
        }
        if (!connection.has(ConnectionStatus.CONFIRMED)) {
            return enter(packet, connection, direction);
        }
        listeners.updated(connection);
        return Verdict.ACCEPT;
    }

    private static boolean isLoopback(Packet packet) {
        return packet.in() != null && packet.in().isLoopback() || packet.out() != null && packet.out().isLoopback();
    }

    private Verdict enter(Packet packet, TrackedConnection connection, Direction direction) {
        if (direction != Direction.ORIGINAL) {
            // an answer that this host gives in the name of the other end: it confirms nothing
            return Verdict.ACCEPT;
        }
        TrackedConnection quicker = other(connection);
        if (quicker != null) {
            return resolveClash(packet, connection, quicker);
        }
        if (!connections.hasPlaceFor(connection)) {
            counters.chainTooLong++;
            counters.insertFailed++;
            return CROWDED;
        }
        connections.add(connection);
        PacketTrail journal = packet.journal();
        if (journal != null) {
            journal.note(TrailNote.of("conntrack", "connection enters the table"));
        }
        if (connection.reader() != null) {
            connection.changed(ConnectionChange.HELPER);
        }
        connection.changed(connection.master() == null ? ConnectionChange.NEW : ConnectionChange.RELATED);
        listeners.created(connection);
        return Verdict.ACCEPT;
    }

    /// A connection of the table that has one of this one's tuples, or null.
    private @Nullable TrackedConnection other(TrackedConnection connection) {
        int protocol = connection.protocol();
        TrackedConnection other = connections.find(protocol, connection.source, connection.destination, connection.ports);
        return other != null ? other
                : connections.find(protocol, connection.replySource, connection.replyDestination, connection.replyPorts);
    }

    /// Two packets began the same connection before either left. UDP's and GRE's second one goes on with the first one's connection.
    private Verdict resolveClash(Packet packet, TrackedConnection connection, TrackedConnection quicker) {
        int protocol = connection.protocol();
        boolean mayClash = protocol == Ipv4Header.PROTOCOL_UDP || protocol == Tuples.PROTOCOL_UDPLITE || protocol == Tuples.PROTOCOL_GRE;
        if (mayClash && quicker.isOriginal(protocol, connection.source, connection.destination, connection.ports)
                && quicker.isReply(protocol, connection.replySource, connection.replyDestination, connection.replyPorts)) {
            quicker.count(Direction.ORIGINAL, packet.length());
            packet.connection(quicker, packet.connectionState(), Direction.ORIGINAL);
            counters.clashResolve++;
            return Verdict.ACCEPT;
        }
        counters.drop++;
        counters.insertFailed++;
        return TAKEN;
    }
}
