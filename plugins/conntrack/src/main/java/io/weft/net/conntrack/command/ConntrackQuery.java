package io.weft.net.conntrack.command;

import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.TrackedConnection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a call of `conntrack` asks for.
///
/// @param filters all must hold
/// @param options the options that were given, by their long names
/// @param mark what `-m` says; for `-U` it is what to set
record ConntrackQuery(
        Action action, Table table, List<Filter> filters, Set<String> options, Set<Output> output, Set<Event> events,
        @Nullable Mark mark, Tuple tuple) {

    /// What is done.
    enum Action { LIST, GET, DELETE, CREATE, UPDATE, FLUSH, EVENTS, COUNT, STATISTICS, VERSION, HELP }

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

        int applyTo(int old) {
            return old & ~mask ^ value;
        }
    }

    /// The tuple that `-G` looks for; what was not said is empty.
    record Tuple(OptionalInt protocol, OptionalInt source, OptionalInt destination, OptionalInt sourcePort, OptionalInt destinationPort) { }

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
