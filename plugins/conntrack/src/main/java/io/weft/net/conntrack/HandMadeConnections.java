package io.weft.net.conntrack;

import io.weft.net.Stack;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.packet.Ipv4Header;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Connections that an operator makes and changes, the kernel's `ctnetlink_create_conntrack` and `ctnetlink_change_conntrack`.
final class HandMadeConnections {

    private final Stack stack;
    private final ConntrackSettings settings;
    private final Connections connections;
    private final KnownHelpers helpers;
    private final Listeners listeners;
    private final LongSupplier ids;

    HandMadeConnections(Stack stack, ConntrackSettings settings, Connections connections, KnownHelpers helpers, Listeners listeners,
            LongSupplier ids) {
        this.stack = stack;
        this.settings = settings;
        this.connections = connections;
        this.helpers = helpers;
        this.listeners = listeners;
        this.ids = ids;
    }

    /// @param reply null for what answers would bear that nobody translates
    Conntrack.Created create(int protocol, ConnectionTuple original, @Nullable ConnectionTuple reply, ConnectionEdit edit) {
        int ports = Tuples.ports(original.sourcePort(), original.destinationPort());
        if (!Tuples.hasInverse(protocol, ports)) {
            return Conntrack.Created.IMPOSSIBLE;
        }
        var connection = new TrackedConnection(ids.getAsLong(), protocol, original.source(), original.destination(), ports,
                Tuples.inverse(protocol, ports), settings.has(ConntrackSetting.NF_CONNTRACK_ACCT));
        if (reply != null) {
            connection.alterReply(reply.source(), reply.sourcePort(), reply.destination(), reply.destinationPort());
        }
        if (connections.find(protocol, connection.source, connection.destination, ports) != null
                || connections.find(protocol, connection.replySource, connection.replyDestination, connection.replyPorts) != null) {
            return Conntrack.Created.THERE_ALREADY;
        }
        if (!connections.hasRoomFor(connection) || !connections.hasPlaceFor(connection)) {
            return Conntrack.Created.NO_ROOM;
        }
        if (protocol == Ipv4Header.PROTOCOL_TCP) {
            connection.tcp = withoutWindows();
        }
        connection.reader(helpers.of(connection, null));
        connection.expiresNs = stack.nowNs();
        apply(connection, edit);
        connections.add(connection);
        connection.changed(ConnectionChange.NEW);
        listeners.created(connection);
        return Conntrack.Created.CREATED;
    }

    /// Nobody knows where its ends are, so that all they say fits.
    private static TcpFlow withoutWindows() {
        var flow = new TcpFlow();
        flow.original.add(TcpEnd.SACK_PERMITTED | TcpEnd.BE_LIBERAL);
        flow.reply.add(TcpEnd.SACK_PERMITTED | TcpEnd.BE_LIBERAL);
        return flow;
    }

    /// @return whether it is another one now
    boolean edit(TrackedConnection connection, ConnectionEdit edit) {
        boolean changed = apply(connection, edit);
        if (changed) {
            listeners.updated(connection);
        }
        return changed;
    }

    private boolean apply(TrackedConnection connection, ConnectionEdit edit) {
        boolean changed = edit.timeoutSeconds().isPresent();
        if (changed) {
            connections.refresh().expire(connection, stack.nowNs() + TimeUnit.SECONDS.toNanos(edit.timeoutSeconds().getAsLong()));
        }
        if (!connection.has(edit.status())) {
            changed = true;
            if ((edit.status() & ~connection.status() & ConnectionStatus.SEEN_REPLY) != 0) {
                connection.changed(ConnectionChange.REPLY);
            }
            if ((edit.status() & ~connection.status() & ConnectionStatus.ASSURED) != 0) {
                connection.changed(ConnectionChange.ASSURED);
            }
            connection.addStatus(edit.status());
        }
        int mark = edit.mark().of(connection.mark());
        if (mark != connection.mark()) {
            changed = true;
            connection.mark(mark);
        }
        TcpFlow flow = connection.tcp;
        if (flow != null && edit.tcpState() != null && !flow.state.name().equals(edit.tcpState())) {
            changed = true;
            flow.state = TcpState.valueOf(edit.tcpState());
            connection.changed(ConnectionChange.PROTOCOL);
        }
        return changed;
    }
}
