package io.weft.net.conntrack;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.Direction;
import org.jspecify.annotations.Nullable;

/// A connection that another one announced, the kernel's `nf_conntrack_expect`: its tuple as its first packet will bear it, of which the
/// source may be left open.
///
/// Whoever makes one fills it in and hands it to {@link Conntrack#expect}; from then on it stays as it is.
public final class Expectation {

    /// For a source port that is not known.
    public static final int ANY_PORT = -1;

    /// Is told of the connection that was expected, before its first packet goes on: the kernel's `expectfn`, by which NAT translates it.
    @FunctionalInterface
    public interface Follower {
        void connected(TrackedConnection connection, Expectation met);
    }

    private final TrackedConnection master;
    private final ConnectionHelper by;
    private final int protocol;
    private int source;
    private int sourcePort = ANY_PORT;
    private boolean anySource;
    private int destination;
    private int destinationPort;
    private boolean permanent;
    private @Nullable ConnectionHelper helper;
    private @Nullable Follower follower;
    private Direction direction = Direction.ORIGINAL;
    private int savedAddress;
    private int savedPort;

    long expiresNs;
    boolean registered;
    @Nullable Expectation nextInBucket;
    @Nullable Expectation nextOfMaster;

    /// @param master the connection that announced it
    /// @param by the helper that heard the announcement, whose policy counts
    public Expectation(TrackedConnection master, ConnectionHelper by, int protocol) {
        this.master = master;
        this.by = by;
        this.protocol = protocol;
    }

    public TrackedConnection master() {
        return master;
    }

    public ConnectionHelper by() {
        return by;
    }

    public int protocol() {
        return protocol;
    }

    public int source() {
        return source;
    }

    /// Whether it may come from any address.
    public boolean anySource() {
        return anySource;
    }

    /// {@link #ANY_PORT} where it may come from any.
    public int sourcePort() {
        return sourcePort;
    }

    public int destination() {
        return destination;
    }

    public int destinationPort() {
        return destinationPort;
    }

    public void from(int address, int port) {
        source = address;
        sourcePort = port;
        anySource = false;
    }

    public void fromAnywhere() {
        source = Ipv4.ANY;
        sourcePort = ANY_PORT;
        anySource = true;
    }

    public void to(int address, int port) {
        destination = address;
        destinationPort = port;
    }

    /// Whether it stays after somebody came.
    public boolean permanent() {
        return permanent;
    }

    public void permanent(boolean stays) {
        permanent = stays;
    }

    /// The helper of the connection that is expected, or null.
    public @Nullable ConnectionHelper helper() {
        return helper;
    }

    public void helper(@Nullable ConnectionHelper ofExpected) {
        helper = ofExpected;
    }

    public @Nullable Follower follower() {
        return follower;
    }

    public void follower(@Nullable Follower told) {
        follower = told;
    }

    /// Which way of the master it was announced in the other one's terms: the kernel's `dir`, NAT's to set and read.
    public Direction direction() {
        return direction;
    }

    public void direction(Direction way) {
        direction = way;
    }

    /// The destination address before NAT moved it, `saved_addr`.
    public int savedAddress() {
        return savedAddress;
    }

    /// The destination port before NAT moved it, `saved_proto`.
    public int savedPort() {
        return savedPort;
    }

    public void saved(int address, int port) {
        savedAddress = address;
        savedPort = port;
    }

    /// When it ends, in the terms of {@link io.weft.net.Stack#nowNs}.
    public long expiresNs() {
        return expiresNs;
    }

    boolean matches(int itsProtocol, int itsSource, int itsPorts, int itsDestination) {
        return destination == itsDestination && protocol == itsProtocol && destinationPort == (itsPorts & 0xFFFF)
                && (anySource || source == itsSource) && (sourcePort == ANY_PORT || sourcePort == itsPorts >>> 16);
    }

    /// Whether a packet could meet both (`expect_clash`).
    boolean clashes(Expectation other) {
        return destination == other.destination && protocol == other.protocol && destinationPort == other.destinationPort
                && (anySource || other.anySource || source == other.source)
                && (sourcePort == ANY_PORT || other.sourcePort == ANY_PORT || sourcePort == other.sourcePort);
    }

    /// Whether both expect the very same (`expect_matches`).
    boolean isSame(Expectation other) {
        return by == other.by && destination == other.destination && protocol == other.protocol && destinationPort == other.destinationPort
                && anySource == other.anySource && source == other.source && sourcePort == other.sourcePort;
    }
}
