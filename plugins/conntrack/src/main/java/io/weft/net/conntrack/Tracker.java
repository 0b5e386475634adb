package io.weft.net.conntrack;

import io.weft.hook.Verdict;
import io.weft.net.Stack;
import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import org.jspecify.annotations.Nullable;

/// Finds or makes the connection of a packet, the kernel's `nf_conntrack_in`.
final class Tracker {

    private static final Verdict FULL = Verdict.drop("nf_conntrack: table full");

    private final Stack stack;
    private final ConntrackSettings settings;
    private final Counters counters;
    private final Connections connections;
    private final Expectations expectations;
    private final KnownHelpers helpers;
    private final TcpTracker tcp;
    private final UdpTracker udp;
    private final IcmpTracker icmp;
    private final GreTracker gre;
    private final IcmpErrors errors;
    private long lastId;

    Tracker(Stack stack, ConntrackSettings settings, Counters counters, Connections connections, Expectations expectations,
            KnownHelpers helpers) {
        this.stack = stack;
        this.settings = settings;
        this.counters = counters;
        this.connections = connections;
        this.expectations = expectations;
        this.helpers = helpers;
        Refresh refresh = connections.refresh();
        tcp = new TcpTracker(settings, refresh, connections::remove);
        udp = new UdpTracker(settings, refresh);
        icmp = new IcmpTracker(settings, refresh);
        gre = new GreTracker(settings, refresh);
        errors = new IcmpErrors(connections);
    }

    /// @param cameIn that it came in, so that its checksums say something
    Verdict track(Packet packet, boolean cameIn) {
        Connection known = packet.connection();
        TrackedConnection template = null;
        if (known != null) {
            if (!(known instanceof TrackedConnection tracked) || !tracked.has(TrackedConnection.TEMPLATE)) {
                // it came over lo, or is an answer that bears the connection of what it answers
                if (!cameIn && packet.connectionState() == ConnectionState.RELATED && known instanceof TrackedConnection answered) {
                    tcp.answeredByReset(answered, packet, stack.nowNs());
                }
                return Verdict.ACCEPT;
            }
            template = tracked;
            forget(packet);
        } else if (packet.connectionState() == ConnectionState.UNTRACKED) {
            return Verdict.ACCEPT;
        }
        Ipv4Header ip = packet.ip();
        int headerLength = ip.headerLength();
        packet.markTransportHeader(headerLength);
        if (ip.isLaterFragment() || headerLength > packet.length()) {
            counters.invalid++;
            return Verdict.ACCEPT;
        }
        int protocol = ip.protocol();
        if (protocol == Ipv4Header.PROTOCOL_ICMP) {
            if (!icmp.isWellFormed(packet, cameIn)) {
                counters.error++;
                return Verdict.ACCEPT;
            }
            if (IcmpHeader.isError(packet.icmp().type())) {
                if (!errors.relate(packet)) {
                    counters.error++;
                }
                return Verdict.ACCEPT;
            }
        }
        return resolve(packet, protocol, headerLength, template, cameIn);
    }

    private Verdict resolve(Packet packet, int protocol, int headerLength, @Nullable TrackedConnection template, boolean cameIn) {
        if (!Ports.areThere(packet, protocol, headerLength)) {
            counters.invalid++;
            return Verdict.ACCEPT;
        }
        int source = packet.ip().source();
        int destination = packet.ip().destination();
        int ports = Ports.read(packet, protocol, headerLength);
        while (true) {
            TrackedConnection connection = connections.find(protocol, source, destination, ports);
            if (connection != null && packet.trail() != null) {
                join(packet, connection, connection.isOriginal(protocol, source, destination, ports) ? Direction.ORIGINAL : Direction.REPLY);
                return Verdict.ACCEPT;
            }
            if (connection == null) {
                if (!Tuples.hasInverse(protocol, ports)) {
                    counters.invalid++;
                    return Verdict.ACCEPT;
                }
                connection = begin(protocol, source, destination, ports, template, packet.trail() != null);
                if (connection == null) {
                    counters.drop++;
                    return FULL;
                }
            }
            Direction direction = connection.isOriginal(protocol, source, destination, ports) ? Direction.ORIGINAL : Direction.REPLY;
            switch (hand(connection, packet, direction, protocol, cameIn)) {
                case ANEW -> { }
                case INVALID -> {
                    counters.invalid++;
                    forget(packet);
                    return Verdict.ACCEPT;
                }
                case ACCEPT -> {
                    join(packet, connection, direction);
                    if (direction == Direction.REPLY && connection.raise(ConnectionStatus.SEEN_REPLY)) {
                        connection.changed(ConnectionChange.REPLY);
                    }
                    return Verdict.ACCEPT;
                }
            }
        }
    }

    /// All that a made-up packet does with a connection of the table, which it must not change.
    private static void join(Packet packet, TrackedConnection connection, Direction direction) {
        packet.connection(connection, state(connection, direction), direction);
    }

    private static ConnectionState state(TrackedConnection connection, Direction direction) {
        if (direction == Direction.REPLY || connection.has(ConnectionStatus.SEEN_REPLY)) {
            return ConnectionState.ESTABLISHED;
        }
        return connection.has(ConnectionStatus.EXPECTED) ? ConnectionState.RELATED : ConnectionState.NEW;
    }

    private Outcome hand(TrackedConnection connection, Packet packet, Direction direction, int protocol, boolean cameIn) {
        long now = stack.nowNs();
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> tcp.track(connection, packet, direction, cameIn, now);
            case Ipv4Header.PROTOCOL_UDP, Tuples.PROTOCOL_UDPLITE -> udp.track(connection, packet, direction, cameIn, now);
            case Ipv4Header.PROTOCOL_ICMP -> icmp.track(connection, packet, direction, now);
            case Tuples.PROTOCOL_GRE -> gre.track(connection, packet, direction, now);
            default -> {
                connections.refresh().refresh(connection, packet, direction, now,
                        settings.nanos(ConntrackSetting.NF_CONNTRACK_GENERIC_TIMEOUT));
                yield Outcome.ACCEPT;
            }
        };
    }

    /// A connection of a packet that has none, the kernel's `init_conntrack`; null when there is no room for it.
    ///
    /// @param madeUp that the packet is: nobody makes room for it, and what it meets stays expected
    private @Nullable TrackedConnection begin(int protocol, int source, int destination, int ports,
            @Nullable TrackedConnection template, boolean madeUp) {
        TrackedConnection connection = new TrackedConnection(newId(), protocol, source, destination, ports,
                Tuples.inverse(protocol, ports), settings.has(ConntrackSetting.NF_CONNTRACK_ACCT));
        if (!madeUp && !connections.hasRoomFor(connection)) {
            return null;
        }
        Expectation met = madeUp ? expectations.announced(protocol, source, destination, ports, stack.nowNs())
                : expectations.meet(protocol, source, destination, ports, stack.nowNs());
        if (met != null) {
            connection.announcedBy(met.master());
            connection.reader(met.helper());
            Expectation.Follower follower = met.follower();
            if (follower != null) {
                follower.connected(connection, met);
            }
        } else {
            connection.reader(helpers.of(connection, template));
        }
        return connection;
    }

    long newId() {
        return ++lastId;
    }

    private static void forget(Packet packet) {
        packet.connection(null, ConnectionState.INVALID, Direction.ORIGINAL);
    }
}
