package io.weft.net.conntrack.command;

import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.ConnectionEdit;
import io.weft.net.conntrack.ConnectionTuple;
import io.weft.net.conntrack.TrackedConnection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// What a call of `conntrack` asks for.
///
/// @param filters all must hold
/// @param options the options that were given, by their long names
/// @param edit what to make of connections, for `-I`, `-A` and `-U`
/// @param tuple the original direction that is sought or made
/// @param reply the other one, where it was said
record ConntrackQuery(
        Action action, Table table, List<Filter> filters, Set<String> options, Set<Output> output, Set<Event> events,
        ConnectionEdit edit, Tuple tuple, Tuple reply) {

    /// What is done.
    enum Action { LIST, GET, DELETE, CREATE, ADD, UPDATE, FLUSH, EVENTS, COUNT, STATISTICS, VERSION, HELP }

    /// With what.
    enum Table { CONNTRACK, EXPECT, DYING, UNCONFIRMED }

    /// How it is shown.
    enum Output { XML, EXTENDED, TIMESTAMP, ID, KTIMESTAMP, LABELS, USERSPACE, SAVE }

    /// Which events.
    enum Event { NEW, UPDATE, DESTROY }

    /// A question about a connection.
    @FunctionalInterface
    interface Filter {
        boolean accepts(TrackedConnection connection);
    }

    /// Bits of a connection's mark.
    record Mark(int value, int mask) implements Filter {

        @Override
        public boolean accepts(TrackedConnection connection) {
            return (connection.mark() & mask) == value;
        }
    }

    /// One direction; what was not said is empty.
    record Tuple(OptionalInt protocol, OptionalInt source, OptionalInt destination, OptionalInt sourcePort, OptionalInt destinationPort) {

        boolean isSaid() {
            return source.isPresent() || destination.isPresent();
        }

        boolean hasAddresses() {
            return source.isPresent() && destination.isPresent();
        }

        ConnectionTuple connectionTuple() {
            return new ConnectionTuple(source.orElse(0), sourcePort.orElse(0), destination.orElse(0), destinationPort.orElse(0));
        }

        /// The direction of answers, where ports swap sides.
        ConnectionTuple mirrored() {
            return new ConnectionTuple(destination.orElse(0), destinationPort.orElse(0), source.orElse(0), sourcePort.orElse(0));
        }
    }

    boolean accepts(TrackedConnection connection) {
        for (Filter filter : filters) {
            if (!filter.accepts(connection)) {
                return false;
            }
        }
        return true;
    }

    /// An address of one direction, of which only the bits of `mask` count.
    static Filter address(Direction direction, boolean source, int address, int mask) {
        return connection -> ((of(connection, direction, source) ^ address) & mask) == 0;
    }

    private static int of(Connection connection, Direction direction, boolean source) {
        return source ? connection.source(direction) : connection.destination(direction);
    }

    /// Translated in that way, and to that address if there is one.
    static Filter translated(int status, OptionalInt address) {
        return connection -> {
            boolean snat = (status & ConnectionStatus.SRC_NAT) != 0 && connection.has(ConnectionStatus.SRC_NAT)
                    && (address.isEmpty() || connection.destination(Direction.REPLY) == address.getAsInt());
            boolean dnat = (status & ConnectionStatus.DST_NAT) != 0 && connection.has(ConnectionStatus.DST_NAT)
                    && (address.isEmpty() || connection.source(Direction.REPLY) == address.getAsInt());
            return snat || dnat;
        };
    }
}
