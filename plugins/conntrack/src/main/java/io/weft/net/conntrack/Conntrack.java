package io.weft.net.conntrack;

import io.weft.net.packet.Packet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connections of one stack. The service of this plugin, for the loop thread, but where it says otherwise.
///
/// A tuple's ports are those of TCP, UDP and UDP-Lite; an ICMP query's source port is its identifier, its destination port is
/// type × 256 + code; other protocols have 0 for both.
public interface Conntrack {

    /// Has connections tracked for as long as the lease is held: the kernel's `nf_ct_netns_get`. As there, a stack tracks nothing, and puts
    /// no fragments together, until a rule, NAT or an operator (`enable_hooks`) wants it. From any thread.
    Lease use();

    /// Whether anybody does. From any thread.
    boolean isUsed();

    /// What becomes of an {@link Expectation} that is to be registered.
    enum Expected {
        REGISTERED,
        /// Somebody else is expected there: try another port.
        BUSY,
        /// There are too many (`nf_conntrack_expect_max`), or the master is gone.
        REFUSED
    }

    /// What becomes of a connection that somebody wants to make by hand.
    enum Created {
        CREATED,
        /// Another one has one of its tuples.
        THERE_ALREADY,
        /// The table is full.
        NO_ROOM,
        /// Nothing could answer such a packet.
        IMPOSSIBLE
    }

    /// The connection that has this tuple, in one direction or the other, or null.
    @Nullable TrackedConnection find(int protocol, int source, int sourcePort, int destination, int destinationPort);

    /// Whether a packet has a tuple, be it tracked or not: later fragments have none, and such as end before their ports.
    boolean hasTuple(Packet packet);

    /// The ports of a packet's tuple, the source's × 65536 + the destination's. Only where it has one.
    int ports(Packet packet);

    /// Whether another connection of the table has this tuple, in one direction or the other: the kernel's `nf_conntrack_tuple_taken`.
    ///
    /// @param ignoring the connection that wants the tuple
    boolean isTaken(int protocol, int source, int sourcePort, int destination, int destinationPort, TrackedConnection ignoring);

    /// Shows every connection of the table. The visitor may remove the one it is shown, and no other.
    void forEach(Consumer<? super TrackedConnection> visitor);

    /// Takes a connection out of the table, and tells the listeners. One that is not in it is left alone.
    ///
    /// @return whether it was there
    boolean remove(TrackedConnection connection);

    /// Puts a connection into the table of which no packet has been seen.
    ///
    /// @param reply null for what answers bear that nobody translates
    /// @param edit what else is known about it; without a time it is over at once
    Created create(int protocol, ConnectionTuple original, @Nullable ConnectionTuple reply, ConnectionEdit edit);

    /// Changes a connection of the table, and tells the listeners.
    ///
    /// @return whether that made it another one
    boolean edit(TrackedConnection connection, ConnectionEdit edit);

    /// How many connections the table has.
    int size();

    /// From any thread, then perhaps a little late.
    ConntrackStatistics statistics();

    /// The settings by the kernel's names, to be read and changed at any time.
    ConntrackSettings settings();

    /// Tells `listener` what becomes of connections. From any thread; closed by another than the loop it may hear of one more, closed
    /// by {@link io.weft.net.Stack#onLoop} it hears nothing after that.
    Lease listen(ConnectionListener listener);

    /// Makes a helper known. When it is taken back, connections lose it and its expectations end.
    ///
    /// @throws IllegalStateException when there is one of that name
    Lease add(ConnectionHelper helper);

    /// The helper of that name, or null.
    @Nullable ConnectionHelper helperNamed(String name);

    /// What a rule hangs on a packet that is not tracked yet, to say what its connection is to be, should it make one: the kernel's
    /// template. Made once, kept by the rule, hung on packets as {@link io.weft.net.connection.ConnectionState#NEW}.
    TrackedConnection template(@Nullable ConnectionHelper helper);

    /// Registers an expectation.
    Expected expect(Expectation expectation);

    /// Ends an expectation before it is met or its time is over.
    void unexpect(Expectation expectation);

    /// The expectation that a first packet with this tuple would meet, or null. It stays.
    @Nullable Expectation findExpectation(int protocol, int source, int sourcePort, int destination, int destinationPort);

    /// Shows every expectation. The visitor may end the one it is shown, and no other.
    void forEachExpectation(Consumer<? super Expectation> visitor);

    /// Has NAT rewrite what helpers read. There is one translation at a time.
    ///
    /// @throws IllegalStateException when there is one
    Lease translate(PayloadTranslation translation);

    /// The translation in force, or null.
    @Nullable PayloadTranslation translation();
}
