package io.weft.net.nat;

import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Ipv4Header;
import org.jspecify.annotations.Nullable;

/// A tuple that a connection could leave with: how its packets of the original direction would look behind the translation. Used again
/// for the next connection.
final class Candidate {

    private static final int PROTOCOL_UDPLITE = 136;

    private final Conntrack conntrack;
    private @Nullable TrackedConnection connection;
    private int protocol;
    private int source;
    private int sourcePort;
    private int destination;
    private int destinationPort;

    Candidate(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    /// Begins with what the connection leaves with so far: the inverse of what replies bear.
    void begin(TrackedConnection of) {
        connection = of;
        protocol = of.protocol();
        takeSource(of);
        destination = of.source(Direction.REPLY);
        destinationPort = isIcmp() ? 0 : of.sourcePort(Direction.REPLY);
    }

    /// Takes the source that another connection of the same protocol leaves with.
    void takeSource(TrackedConnection other) {
        source = other.destination(Direction.REPLY);
        // an identifier is the source port of both directions
        sourcePort = isIcmp() ? other.sourcePort(Direction.REPLY) : other.destinationPort(Direction.REPLY);
    }

    TrackedConnection connection() {
        if (connection == null) {
            throw new IllegalStateException("begin comes first");
        }
        return connection;
    }

    int source() {
        return source;
    }

    int sourcePort() {
        return sourcePort;
    }

    int destination() {
        return destination;
    }

    void address(Manipulation manipulation, int address) {
        switch (manipulation) {
            case SOURCE -> source = address;
            case DESTINATION -> destination = address;
        }
    }

    boolean isIcmp() {
        return protocol == Ipv4Header.PROTOCOL_ICMP;
    }

    int protocol() {
        return protocol;
    }

    /// Whether there is a port, or identifier, to choose.
    boolean hasPort() {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_ICMP, Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP, PROTOCOL_UDPLITE -> true;
            default -> false;
        };
    }

    /// The port at that end; for ICMP the identifier, at both.
    int port(Manipulation manipulation) {
        return manipulation == Manipulation.SOURCE || isIcmp() ? sourcePort : destinationPort;
    }

    void port(Manipulation manipulation, int port) {
        if (manipulation == Manipulation.SOURCE || isIcmp()) {
            sourcePort = port;
        } else {
            destinationPort = port;
        }
    }

    boolean isUsed() {
        return isIcmp()
                ? conntrack.isTaken(protocol, destination, sourcePort, source, typeOfReply(), connection())
                : conntrack.isTaken(protocol, destination, destinationPort, source, sourcePort, connection());
    }

    /// The other connection that has the tuple, or null.
    @Nullable TrackedConnection user() {
        return isIcmp()
                ? conntrack.find(protocol, destination, sourcePort, source, typeOfReply())
                : conntrack.find(protocol, destination, destinationPort, source, sourcePort);
    }

    private int typeOfReply() {
        return connection().destinationPort(Direction.REPLY);
    }

    /// Whether it is what the connection leaves with already.
    boolean changesNothing() {
        TrackedConnection of = connection();
        return source == of.destination(Direction.REPLY) && destination == of.source(Direction.REPLY)
                && (isIcmp()
                        ? sourcePort == of.sourcePort(Direction.REPLY)
                        : sourcePort == of.destinationPort(Direction.REPLY) && destinationPort == of.sourcePort(Direction.REPLY));
    }

    /// Has the connection leave with it.
    void take() {
        if (isIcmp()) {
            connection().alterReply(destination, sourcePort, source, typeOfReply());
        } else {
            connection().alterReply(destination, destinationPort, source, sourcePort);
        }
    }

    /// Lets go of the connection.
    void end() {
        connection = null;
    }
}
