package io.weft.net.nat;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.ConnectionListener;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.Lease;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Packet;
import org.jspecify.annotations.Nullable;

/// Decides once for each connection, and for each end, what it is translated to: the kernel's `nf_nat_setup_info` and
/// `get_unique_tuple`. Belongs to the loop thread.
public final class Bindings implements ConnectionListener {

    private final Conntrack conntrack;
    private final SourceTable sources = new SourceTable();
    private final Candidate candidate;
    private final PortSearch ports;
    private @Nullable Lease use;
    private int wanting;

    Bindings(Conntrack conntrack) {
        this.conntrack = conntrack;
        candidate = new Candidate(conntrack);
        ports = new PortSearch(conntrack);
    }

    /// A rule that translates comes into force: connections are tracked while there is one.
    public void want() {
        if (wanting++ == 0) {
            use = conntrack.use();
        }
    }

    /// Such a rule goes.
    public void wantNoMore() {
        if (--wanting == 0 && use != null) {
            use.close();
            use = null;
        }
    }

    /// The connection of a packet that is asked for in the table `nat`.
    public static TrackedConnection connection(Packet packet) {
        if (packet.connection() instanceof TrackedConnection connection) {
            return connection;
        }
        throw new IllegalStateException("the table nat is asked about connections only");
    }

    /// What NAT keeps about a connection, from now on if there was nothing.
    public Binding of(TrackedConnection connection) {
        Binding known = find(connection);
        if (known != null) {
            return known;
        }
        Binding binding = new Binding(connection);
        connection.nat(binding);
        return binding;
    }

    static @Nullable Binding find(TrackedConnection connection) {
        return connection.nat() instanceof Binding binding ? binding : null;
    }

    /// Translates that end of a connection into `range`, if its first packet has not left yet.
    public void bind(TrackedConnection connection, Manipulation manipulation, NatRange range) {
        if (connection.has(ConnectionStatus.CONFIRMED) || connection.has(manipulation.done())) {
            return;
        }
        candidate.begin(connection);
        choose(range, manipulation);
        if (!candidate.changesNothing()) {
            candidate.take();
            connection.addStatus(manipulation.translated());
        }
        candidate.end();
        if (manipulation == Manipulation.SOURCE) {
            of(connection);
        }
        connection.addStatus(manipulation.done());
    }

    /// Leaves the address as it is: the kernel's null binding. A source port that clashes moves all the same.
    void bindNothing(TrackedConnection connection, Manipulation manipulation) {
        int address = switch (manipulation) {
            case SOURCE -> connection.destination(Direction.REPLY);
            case DESTINATION -> connection.source(Direction.REPLY);
        };
        bind(connection, manipulation, NatRange.address(address));
    }

    private void choose(NatRange range, Manipulation manipulation) {
        if (manipulation == Manipulation.SOURCE && !range.isRandom()) {
            if (isSourceWithin(range)) {
                if (!candidate.isUsed()) {
                    return;
                }
            } else if (takeFormerSource(range)) {
                if (!candidate.isUsed()) {
                    return;
                }
                candidate.begin(candidate.connection());
            }
        }
        if (range.has(NatRange.ADDRESSES)) {
            candidate.address(manipulation, AddressChoice.choose(range, candidate.source(), candidate.destination()));
        }
        if (!isUnique(range, manipulation)) {
            ports.search(candidate, range, manipulation);
        }
    }

    private boolean isUnique(NatRange range, Manipulation manipulation) {
        if (range.isRandom()) {
            return false;
        }
        if (!range.has(NatRange.PORTS)) {
            return !candidate.isUsed();
        }
        return !range.has(NatRange.OFFSET) && (!candidate.hasPort() || range.containsPort(candidate.port(manipulation)))
                && (range.firstPort() == range.lastPort() || !candidate.isUsed());
    }

    private boolean isSourceWithin(NatRange range) {
        return (!range.has(NatRange.ADDRESSES) || range.containsAddress(candidate.source()))
                && (!range.has(NatRange.PORTS) || !candidate.hasPort() || range.containsPort(candidate.sourcePort()));
    }

    /// Takes what this source was given for another connection, if the range allows it: `find_appropriate_src`.
    private boolean takeFormerSource(NatRange range) {
        TrackedConnection connection = candidate.connection();
        Binding former = sources.first(connection.protocol(), candidate.source(), candidate.sourcePort());
        while (former != null) {
            candidate.takeSource(former.connection);
            if (isSourceWithin(range)) {
                return true;
            }
            former = sources.next(former);
        }
        candidate.begin(connection);
        return false;
    }

    /// How many connections are known by their source.
    int size() {
        return sources.size();
    }

    /// How often there was no free port.
    long exhausted() {
        return ports.exhausted();
    }

    // ---- what becomes of connections

    @Override
    public void created(TrackedConnection connection, int changes) {
        Binding binding = find(connection);
        if (binding != null) {
            sources.add(binding);
        }
    }

    @Override
    public void updated(TrackedConnection connection, int changes) { }

    @Override
    public void destroyed(TrackedConnection connection) {
        Binding binding = find(connection);
        if (binding != null) {
            sources.remove(binding);
        }
    }
}
