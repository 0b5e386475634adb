package io.weft.net.conntrack;

import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import org.jspecify.annotations.Nullable;

/// A connection of this plugin's table, or one that is about to enter it: the kernel's `nf_conn`. What hangs on packets is always this.
///
/// Both tuples and the links of the table and of the clock lie in the object itself; TCP has more, in a {@link TcpFlow}, and few
/// have a {@link ConnectionExtension}: what every packet touches fits into two lines of a cache. A connection whose first packet has not left
/// yet is nowhere but on that packet, and is forgotten with it.
public final class TrackedConnection implements Connection {

    /// A bit of {@link #status} beside those of {@link ConnectionStatus}: it is what {@link Conntrack#template} makes.
    public static final int TEMPLATE = 1 << 11;

    private static final int FINAL_BITS = ConnectionStatus.CONFIRMED | ConnectionStatus.DYING | ConnectionStatus.EXPECTED | TEMPLATE;

    private final long id;
    private final byte protocol;

    // the tuples; ports are the source's × 65536 + the destination's
    final int source;
    final int destination;
    final int ports;
    int replySource;
    int replyDestination;
    int replyPorts;

    // the table's links
    @Nullable TrackedConnection next;
    @Nullable TrackedConnection nextTranslated;

    // the clock's
    @Nullable TrackedConnection earlier;
    @Nullable TrackedConnection later;
    int slot = ExpiryWheel.NOWHERE;

    long expiresNs;
    @Nullable TcpFlow tcp;
    /// From when on a UDP flow counts as a stream.
    long streamNs;

    private int status;
    private int mark;
    private int changes;
    private final @Nullable Account account;
    private @Nullable Object nat;
    private @Nullable ConnectionExtension extension;

    TrackedConnection(long id, int protocol, int source, int destination, int ports, int replyPorts, boolean accounted) {
        this.id = id;
        this.protocol = (byte) protocol;
        this.source = source;
        this.destination = destination;
        this.ports = ports;
        this.replySource = destination;
        this.replyDestination = source;
        this.replyPorts = replyPorts;
        account = accounted ? new Account() : null;
    }

    // ---- who

    @Override
    public long id() {
        return id;
    }

    @Override
    public int protocol() {
        return protocol & 0xFF;
    }

    @Override
    public int source(Direction direction) {
        return direction == Direction.ORIGINAL ? source : replySource;
    }

    @Override
    public int destination(Direction direction) {
        return direction == Direction.ORIGINAL ? destination : replyDestination;
    }

    @Override
    public int sourcePort(Direction direction) {
        return ports(direction) >>> 16;
    }

    @Override
    public int destinationPort(Direction direction) {
        return ports(direction) & 0xFFFF;
    }

    int ports(Direction direction) {
        return direction == Direction.ORIGINAL ? ports : replyPorts;
    }

    boolean isOriginal(int itsProtocol, int itsSource, int itsDestination, int itsPorts) {
        return source == itsSource && destination == itsDestination && ports == itsPorts && protocol == (byte) itsProtocol;
    }

    boolean isReply(int itsProtocol, int itsSource, int itsDestination, int itsPorts) {
        return replySource == itsSource && replyDestination == itsDestination && replyPorts == itsPorts && protocol == (byte) itsProtocol;
    }

    /// Says what tuple replies will bear, the kernel's `nf_conntrack_alter_reply`. Only before it is in the table.
    ///
    /// @throws IllegalStateException when it is
    public void alterReply(int itsSource, int itsSourcePort, int itsDestination, int itsDestinationPort) {
        if (has(ConnectionStatus.CONFIRMED)) {
            throw new IllegalStateException("the table knows its tuples already");
        }
        replySource = itsSource;
        replyDestination = itsDestination;
        replyPorts = Tuples.ports(itsSourcePort, itsDestinationPort);
    }

    // ---- what became of it

    @Override
    public int status() {
        return status;
    }

    /// Sets bits of {@link ConnectionStatus} that are NAT's or a rule's to set, such as SRC_NAT.
    public void addStatus(int bits) {
        if ((bits & FINAL_BITS) != 0) {
            throw new IllegalArgumentException("these bits are the table's to set");
        }
        status |= bits;
    }

    /// Takes back bits that {@link #addStatus} may set.
    public void clearStatus(int bits) {
        if ((bits & FINAL_BITS) != 0) {
            throw new IllegalArgumentException("these bits are the table's to set");
        }
        status &= ~bits;
    }

    @Override
    public int mark() {
        return mark;
    }

    @Override
    public void mark(int value) {
        if (mark != value) {
            mark = value;
            changed(ConnectionChange.MARK);
        }
    }

    @Override
    public long packets(Direction direction) {
        return account == null ? 0 : account.packets(direction);
    }

    @Override
    public long bytes(Direction direction) {
        return account == null ? 0 : account.bytes(direction);
    }

    /// Whether its packets and bytes are counted (`nf_conntrack_acct` when it began).
    public boolean accounted() {
        return account != null;
    }

    /// Counts from 0 again.
    public void zeroCounters() {
        if (account != null) {
            account.zero();
        }
    }

    void count(Direction direction, int length) {
        if (account != null) {
            account.count(direction, length);
        }
    }

    @Override
    public long expiresNs() {
        return expiresNs;
    }

    /// TCP's state by the kernel's name, such as `ESTABLISHED`, or null for other protocols.
    public @Nullable String tcpState() {
        return tcp == null ? null : tcp.state.name();
    }

    /// Whether both are TCP and what `newer` has sent lies behind all that this one sent, so that none of its segments can be taken for
    /// one of `newer`: the kernel's `nf_seq_has_advanced`.
    public boolean isOutrunBy(TrackedConnection newer) {
        return tcp != null && newer.tcp != null && TcpFlow.before(tcp.original.end, newer.tcp.original.end);
    }

    // ---- whom it belongs to

    @Override
    public @Nullable TrackedConnection master() {
        return extension == null ? null : extension.master;
    }

    @Override
    public @Nullable String helper() {
        ConnectionHelper helper = reader();
        return helper == null ? null : helper.name();
    }

    /// The helper that reads along, or null.
    public @Nullable ConnectionHelper reader() {
        return extension == null ? null : extension.helper;
    }

    void reader(@Nullable ConnectionHelper readsAlong) {
        if (readsAlong != reader()) {
            extend().helper = readsAlong;
        }
        if (extension != null) {
            extension.helperData = null;
        }
    }

    /// What the helper keeps about this connection.
    public @Nullable Object helperData() {
        return extension == null ? null : extension.helperData;
    }

    public void helperData(@Nullable Object kept) {
        extend().helperData = kept;
    }

    /// What only few connections have, or null.
    @Nullable ConnectionExtension extension() {
        return extension;
    }

    /// The same, from now on if there was nothing.
    ConnectionExtension extend() {
        ConnectionExtension known = extension;
        if (known == null) {
            known = new ConnectionExtension();
            extension = known;
        }
        return known;
    }

    /// What NAT keeps about this connection.
    public @Nullable Object nat() {
        return nat;
    }

    public void nat(@Nullable Object kept) {
        nat = kept;
    }

    void announcedBy(TrackedConnection itsMaster) {
        extend().master = itsMaster;
        mark = itsMaster.mark;
        status |= ConnectionStatus.EXPECTED;
    }

    // ---- sequence numbers

    /// Says that from `sequence` on, in that direction, numbers are `by` higher than their sender knows, because a translation changed
    /// the length of what it said: the kernel's `nf_ct_seqadj_set`.
    ///
    /// @param sequence of the segment whose payload was changed, as its sender numbered it
    public void shiftSequence(Direction direction, int sequence, int by) {
        if (by == 0) {
            return;
        }
        SequenceShifts shifts = shifts();
        if (shifts == null) {
            shifts = new SequenceShifts();
            extend().shifts = shifts;
        }
        shifts.set(direction, sequence, by);
        status |= ConnectionStatus.SEQ_ADJUST;
        changed(ConnectionChange.SEQUENCE);
    }

    /// How much the number `sequence` of that direction is shifted, the kernel's `nf_ct_seq_offset`.
    public int sequenceShift(Direction direction, int sequence) {
        SequenceShifts shifts = shifts();
        return shifts == null ? 0 : shifts.offset(direction, sequence);
    }

    @Nullable SequenceShifts shifts() {
        return extension == null ? null : extension.shifts;
    }

    // ---- what listeners are to be told

    /// Notes bits of {@link ConnectionChange}, for the listeners to hear when the packet leaves.
    void changed(int bits) {
        changes |= bits;
    }

    /// The bits noted so far, and none from then on.
    int takeChanges() {
        int taken = changes;
        changes = 0;
        return taken;
    }

    // ---- the table's

    void enter() {
        status |= ConnectionStatus.CONFIRMED;
    }

    void leave() {
        status |= ConnectionStatus.DYING;
    }

    boolean isInTable() {
        return (status & (ConnectionStatus.CONFIRMED | ConnectionStatus.DYING)) == ConnectionStatus.CONFIRMED;
    }

    /// Sets a bit, and says whether it was not set before.
    boolean raise(int bit) {
        boolean isNew = (status & bit) == 0;
        status |= bit;
        return isNew;
    }

    static TrackedConnection template(@Nullable ConnectionHelper helper) {
        TrackedConnection template = new TrackedConnection(0, 0, 0, 0, 0, 0, false);
        template.status = TEMPLATE;
        template.reader(helper);
        return template;
    }
}
