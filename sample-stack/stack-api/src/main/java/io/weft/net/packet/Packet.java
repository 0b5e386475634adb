package io.weft.net.packet;

import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import org.jspecify.annotations.Nullable;

/// A packet on its way through the stack: its bytes and what is known about them, Linux's `sk_buff`.
///
///     0           head                          tail        capacity
///     +-----------+-----------------------------+-----------+
///     | headroom  | data: the current layer's   | tailroom  |
///     +-----------+-----------------------------+-----------+
///
/// `push` and `pull` move `head`, `put` and `trim` move `tail`. Bytes are addressed from `head`; the header views keep their place when
/// `head` moves, so a layer below stays readable after it was pulled. Every access is checked against the packet's end.
///
/// A packet has one owner, on the loop thread. Whoever has it ends by handing it on, by {@link #drop} or by {@link #release}; after that
/// it is not to be touched, and reading it fails.
public final class Packet {

    private static final boolean POISON = Boolean.getBoolean("weft.packet.poison");
    private static final int RELEASED = -1;

    private final PacketPool pool;
    private long base;
    private int capacity;
    private int head;
    private int tail = RELEASED;

    private final EthernetHeader ethernet = new EthernetHeader(this);
    private final ArpHeader arp = new ArpHeader(this);
    private final Ipv4Header ip = new Ipv4Header(this);
    private final IcmpHeader icmp = new IcmpHeader(this);
    private final IgmpHeader igmp = new IgmpHeader(this);
    private final UdpHeader udp = new UdpHeader(this);
    private final TcpHeader tcp = new TcpHeader(this);
    private int linkAt;
    private int networkAt;
    private int transportAt;

    private @Nullable NetInterface in;
    private @Nullable NetInterface out;
    private @Nullable Route route;
    private LinkType linkType = LinkType.HOST;
    private ChecksumState checksum = ChecksumState.UNCHECKED;
    private int checksumStart;
    private int checksumOffset;
    private Segmentation segmentation = Segmentation.NONE;
    private int segmentSize;
    private boolean segmentEcn;
    private int fragmentMaxSize;
    private int @Nullable [] fragmentLengths;
    private int mark;
    private @Nullable Connection connection;
    private ConnectionState connectionState = ConnectionState.INVALID;
    private Direction direction = Direction.ORIGINAL;
    private boolean traced;
    private @Nullable PacketTrail journal;
    /// One of the two, so that rules ask one question.
    private boolean watched;
    private long receivedNs;
    private long control;
    private @Nullable PacketOwner owner;
    private int charged;

    @Nullable Packet next;

    Packet(PacketPool pool, long base, int capacity) {
        this.pool = pool;
        this.base = base;
        this.capacity = capacity;
    }

    void prepare() {
        head = PacketPool.HEADROOM;
        tail = PacketPool.HEADROOM;
        linkAt = head;
        networkAt = head;
        transportAt = head;
        in = null;
        out = null;
        route = null;
        linkType = LinkType.HOST;
        checksum = ChecksumState.UNCHECKED;
        segmentation = Segmentation.NONE;
        segmentSize = 0;
        segmentEcn = false;
        fragmentMaxSize = 0;
        fragmentLengths = null;
        mark = 0;
        connection = null;
        connectionState = ConnectionState.INVALID;
        direction = Direction.ORIGINAL;
        traced = false;
        journal = null;
        watched = false;
        receivedNs = 0;
        control = 0;
    }

    // ---- the end of a packet

    /// Ends the packet because something is wrong with it or nobody wants it, and counts why.
    public void drop(DropReason reason) {
        PacketTrail told = journal;
        release();
        if (told == null || !told.isMadeUp()) {
            pool.drops().count(reason);
        }
        if (told != null) {
            told.end(new Fate.Dropped(reason.name(), reason.text()));
        }
    }

    /// Ends the packet after it has served its purpose: it was delivered or sent.
    ///
    /// @throws IllegalStateException when it has ended before
    public void release() {
        if (tail == RELEASED) {
            throw new IllegalStateException("packet was released before");
        }
        if (POISON) {
            Memory.fill(base, Math.min(capacity, tail + 64), 0xDB);
        }
        tail = RELEASED;
        next = null;
        // what waits in the pool holds nothing that a plugin made
        connection = null;
        pool.giveBack(this);
        disown();
    }

    /// Says who is to hear when the packet ends.
    ///
    /// @param charge what it counts for
    public void owner(PacketOwner of, int charge) {
        owner = of;
        charged = charge;
    }

    /// Its owner need not wait for its end any more, as when it has reached another. The kernel's `skb_orphan`.
    public void disown() {
        PacketOwner told = owner;
        if (told != null) {
            owner = null;
            told.ended(charged);
        }
    }

    public boolean isReleased() {
        return tail == RELEASED;
    }

    /// The pool it came from.
    public PacketPool pool() {
        return pool;
    }

    // ---- the data between head and tail

    /// Bytes from head to tail.
    public int length() {
        return tail - head;
    }

    public int headroom() {
        return head;
    }

    public int tailroom() {
        return capacity - tail;
    }

    /// Moves head back over `bytes` of headroom, for a header to be written there.
    public void push(int bytes) {
        requireAlive();
        if (bytes < 0 || bytes > head) {
            throw new IndexOutOfBoundsException("push of " + bytes + " bytes with a headroom of " + head);
        }
        head -= bytes;
    }

    /// Moves head forward over `bytes` of data, as when a header was dealt with.
    public void pull(int bytes) {
        if (bytes < 0 || bytes > tail - head) {
            requireAlive();
            throw new IndexOutOfBoundsException("pull of " + bytes + " bytes from a packet of " + length());
        }
        head += bytes;
    }

    /// Appends `bytes` of data whose content is whatever was there before.
    public void put(int bytes) {
        requireAlive();
        if (bytes < 0 || bytes > capacity - tail) {
            throw new IndexOutOfBoundsException("put of " + bytes + " bytes with a tailroom of " + tailroom());
        }
        tail += bytes;
    }

    /// Cuts the data to `length` bytes from head.
    public void trim(int length) {
        if (length < 0 || length > tail - head) {
            requireAlive();
            throw new IndexOutOfBoundsException("trim to " + length + " bytes of a packet of " + length());
        }
        tail = head + length;
    }

    /// The unsigned byte at `offset` from head.
    public int u8(int offset) {
        return loadU8(head + offset);
    }

    public void u8(int offset, int value) {
        storeU8(head + offset, value);
    }

    /// The big-endian unsigned 16 bits at `offset` from head.
    public int u16(int offset) {
        return loadU16(head + offset);
    }

    public void u16(int offset, int value) {
        storeU16(head + offset, value);
    }

    /// The big-endian 32 bits at `offset` from head.
    public int i32(int offset) {
        return loadI32(head + offset);
    }

    public void i32(int offset, int value) {
        storeI32(head + offset, value);
    }

    /// Copies data into an array, from `offset` from head.
    public void copyTo(int offset, byte[] to, int at, int length) {
        Memory.copyOut(check(head + offset, length), to, at, length);
    }

    /// Overwrites data from an array, at `offset` from head.
    public void copyFrom(int offset, byte[] from, int at, int length) {
        Memory.copyIn(from, at, check(head + offset, length), length);
    }

    /// Overwrites data, at `offset` from head, with that of another packet.
    public void copyFrom(int offset, Packet from, int fromOffset, int length) {
        Memory.copy(from.check(from.head + fromOffset, length), check(head + offset, length), length);
    }

    /// Appends a whole array.
    public void append(byte[] bytes) {
        int at = length();
        put(bytes.length);
        copyFrom(at, bytes, 0, bytes.length);
    }

    /// A copy of the data, for tests, captures and messages.
    public byte[] toByteArray() {
        requireAlive();
        byte[] bytes = new byte[length()];
        copyTo(0, bytes, 0, bytes.length);
        return bytes;
    }

    // ---- headers

    /// The link-layer header is where head is now.
    public void markLinkHeader() {
        linkAt = head;
    }

    /// Bytes of the link header before the network header; 0 where the link that it came by has none.
    public int linkHeaderLength() {
        return networkAt - linkAt;
    }

    /// The network header is where head is now.
    public void markNetworkHeader() {
        networkAt = head;
    }

    /// Bytes from head to the network header: 0 at the IP layer, the length of the link header on the wire.
    public int networkOffset() {
        return networkAt - head;
    }

    /// The transport header is `offset` bytes from head.
    public void markTransportHeader(int offset) {
        transportAt = head + offset;
    }

    /// Bytes from head to the transport header.
    public int transportOffset() {
        return transportAt - head;
    }

    /// Bytes from the transport header to tail.
    public int transportLength() {
        return tail - transportAt;
    }

    /// It came in a frame whose header still stands before the network header.
    public boolean hasEthernetHeader() {
        return networkAt - linkAt >= EthernetHeader.LENGTH;
    }

    public EthernetHeader ethernet() {
        return ethernet.at(linkAt);
    }

    public ArpHeader arp() {
        return arp.at(networkAt);
    }

    public Ipv4Header ip() {
        return ip.at(networkAt);
    }

    public IcmpHeader icmp() {
        return icmp.at(transportAt);
    }

    public IgmpHeader igmp() {
        return igmp.at(transportAt);
    }

    public UdpHeader udp() {
        return udp.at(transportAt);
    }

    public TcpHeader tcp() {
        return tcp.at(transportAt);
    }

    // ---- what is known about it

    /// Where it came in, or null for a packet of this host.
    public @Nullable NetInterface in() {
        return in;
    }

    public void in(@Nullable NetInterface device) {
        in = device;
    }

    /// Where it will go out, or null as long as that is not decided.
    public @Nullable NetInterface out() {
        return out;
    }

    public void out(@Nullable NetInterface device) {
        out = device;
    }

    /// What the route look-up said, or null before it.
    public @Nullable Route route() {
        return route;
    }

    public void route(@Nullable Route value) {
        route = value;
    }

    public LinkType linkType() {
        return linkType;
    }

    public void linkType(LinkType value) {
        linkType = value;
    }

    /// The firewall mark, netfilter's `nfmark`.
    public int mark() {
        return mark;
    }

    public void mark(int value) {
        mark = value;
    }

    /// The connection that it belongs to, or null: see {@link #connectionState}.
    public @Nullable Connection connection() {
        return connection;
    }

    /// What it is to its connection; {@link ConnectionState#INVALID} and {@link ConnectionState#UNTRACKED} have none.
    public ConnectionState connectionState() {
        return connectionState;
    }

    /// Which way of its connection it goes.
    public Direction direction() {
        return direction;
    }

    /// Says to which connection it belongs, and how: the kernel's `nf_ct_set`.
    ///
    /// @param of null for INVALID and UNTRACKED, and only for them
    public void connection(@Nullable Connection of, ConnectionState state, Direction way) {
        if ((of == null) != (state == ConnectionState.INVALID || state == ConnectionState.UNTRACKED)) {
            throw new IllegalArgumentException(state + " with " + (of == null ? "no connection" : "a connection"));
        }
        connection = of;
        connectionState = state;
        direction = way;
    }

    /// Its way is to be told rule by rule, the kernel's `nf_trace`.
    public boolean traced() {
        return traced;
    }

    public void traced(boolean value) {
        traced = value;
        watched = value || journal != null;
    }

    /// Its way through rules is told to somebody: it is {@link #traced}, or has a {@link #journal}.
    public boolean watched() {
        return watched;
    }

    /// Where it is written down what becomes of a made-up packet; null for a real one. A packet that has a trail is made up: whoever would
    /// send, deliver, answer or remember it says so there instead.
    public @Nullable PacketTrail trail() {
        return journal != null && journal.isMadeUp() ? journal : null;
    }

    /// Where it is written down what becomes of the packet, be it made up or a real one that somebody follows; null for all others. Who
    /// writes there and finds it not {@link PacketTrail#isMadeUp} does with the packet what it always does.
    public @Nullable PacketTrail journal() {
        return journal;
    }

    public void journal(@Nullable PacketTrail value) {
        journal = value;
        watched = traced || value != null;
    }

    /// The stack's time when the batch that brought it was taken.
    public long receivedNs() {
        return receivedNs;
    }

    public void receivedNs(long value) {
        receivedNs = value;
    }

    /// What the stack's own rooms note about the packet between each other, the kernel's `cb`. Plugins leave it alone.
    public long control() {
        return control;
    }

    public void control(long value) {
        control = value;
    }

    public ChecksumState checksum() {
        return checksum;
    }

    /// Sets {@link ChecksumState#UNCHECKED} or {@link ChecksumState#VERIFIED}.
    public void checksum(ChecksumState state) {
        if (state == ChecksumState.TO_FINISH) {
            throw new IllegalArgumentException("checksumToFinish says where");
        }
        checksum = state;
    }

    /// The transport checksum is still to be computed.
    ///
    /// @param start from which byte on it sums, from head
    /// @param offset where behind `start` the 16 bits stand
    public void checksumToFinish(int start, int offset) {
        checksum = ChecksumState.TO_FINISH;
        checksumStart = head + start;
        checksumOffset = offset;
    }

    /// With {@link ChecksumState#TO_FINISH}: from which byte on it sums, from head.
    public int checksumStart() {
        return checksumStart - head;
    }

    /// With {@link ChecksumState#TO_FINISH}: where behind {@link #checksumStart} the 16 bits stand.
    public int checksumOffset() {
        return checksumOffset;
    }

    public Segmentation segmentation() {
        return segmentation;
    }

    /// Payload bytes of each packet to be cut from this one; 0 where {@link #segmentation} is NONE.
    public int segmentSize() {
        return segmentSize;
    }

    /// The first of the TCP segments alone bears CWR (virtio-net's VIRTIO_NET_HDR_GSO_ECN).
    public boolean segmentEcn() {
        return segmentEcn;
    }

    public void segmentation(Segmentation kind, int sizeBytes, boolean ecn) {
        segmentation = kind;
        segmentSize = sizeBytes;
        segmentEcn = ecn;
    }

    /// The size of the largest fragment that this packet was put together from, or 0 for one that came whole.
    public int fragmentMaxSize() {
        return fragmentMaxSize;
    }

    public void fragmentMaxSize(int bytes) {
        fragmentMaxSize = bytes;
    }

    /// The payload bytes of each fragment that this packet was put together from, in order, or null where {@link #fragmentMaxSize} says
    /// it all: every one but the last was that large. Not to be changed.
    public int @Nullable [] fragmentLengths() {
        return fragmentLengths;
    }

    public void fragmentLengths(int @Nullable [] bytes) {
        fragmentLengths = bytes;
    }

    /// A packet with the same bytes, link header included, of which the same is known, for another to own: the kernel's `skb_copy`. Only
    /// who is told of this one's end ({@link #owner}) is not told of the copy's.
    ///
    /// Of a made-up packet the copy is made up, too, and tells its way on the same {@link #trail}.
    ///
    /// @return null when the pool has none left
    public @Nullable Packet copy() {
        requireAlive();
        Packet copy = pool.take();
        if (copy == null) {
            return null;
        }
        int from = Math.min(linkAt, head);
        Memory.copy(base + from, copy.base + from, tail - from);
        copy.head = head;
        copy.tail = tail;
        copy.linkAt = linkAt;
        copy.networkAt = networkAt;
        copy.transportAt = transportAt;
        copy.checksum = checksum;
        copy.checksumStart = checksumStart;
        copy.checksumOffset = checksumOffset;
        copy.segmentation = segmentation;
        copy.segmentSize = segmentSize;
        copy.segmentEcn = segmentEcn;
        copy.copyMetadata(this);
        return copy;
    }

    /// Trades bytes and all that is known about them with another packet of the same pool: for a room that has to let a certain packet go
    /// on, but with what lies in another.
    public void trade(Packet other) {
        requireAlive();
        other.requireAlive();
        if (other.pool != pool) {
            throw new IllegalArgumentException("a packet of another pool");
        }
        Packet kept = new Packet(pool, base, capacity);
        kept.takeFrom(this);
        takeFrom(other);
        other.takeFrom(kept);
    }

    private void takeFrom(Packet other) {
        base = other.base;
        capacity = other.capacity;
        head = other.head;
        tail = other.tail;
        linkAt = other.linkAt;
        networkAt = other.networkAt;
        transportAt = other.transportAt;
        checksum = other.checksum;
        checksumStart = other.checksumStart;
        checksumOffset = other.checksumOffset;
        segmentation = other.segmentation;
        segmentSize = other.segmentSize;
        segmentEcn = other.segmentEcn;
        owner = other.owner;
        charged = other.charged;
        copyMetadata(other);
    }

    /// Makes this packet, an answer that the stack gives to `cause` in the name of another, part of the same connection: RELATED, and
    /// going the other way. The kernel's `nf_ct_attach`.
    public void answers(Packet cause) {
        if (cause.connection != null) {
            connection(cause.connection, ConnectionState.RELATED, cause.direction.inverse());
        }
    }

    /// Takes over all that is known about `other` except its bytes, its place in the layers' headers, checksum and segmentation.
    public void copyMetadata(Packet other) {
        in = other.in;
        out = other.out;
        route = other.route;
        linkType = other.linkType;
        mark = other.mark;
        connection = other.connection;
        connectionState = other.connectionState;
        direction = other.direction;
        traced = other.traced;
        journal = other.journal;
        watched = other.watched;
        receivedNs = other.receivedNs;
        fragmentMaxSize = other.fragmentMaxSize;
        fragmentLengths = other.fragmentLengths;
        control = other.control;
    }

    // ---- for the views and checksums of this package: offsets from the buffer's start

    int headAt() {
        return head;
    }

    int tailAt() {
        return tail;
    }

    int loadU8(int at) {
        return Memory.u8(check(at, 1));
    }

    void storeU8(int at, int value) {
        Memory.u8(check(at, 1), value);
    }

    int loadU16(int at) {
        return Memory.u16(check(at, 2));
    }

    void storeU16(int at, int value) {
        Memory.u16(check(at, 2), value);
    }

    int loadI32(int at) {
        return Memory.i32(check(at, 4));
    }

    void storeI32(int at, int value) {
        Memory.i32(check(at, 4), value);
    }

    /// The address of `length` bytes that are there.
    long check(int at, int length) {
        // a released packet's tail is -1, so nothing of it is there
        if ((at | length) < 0 || at > tail - length) {
            throw outside(at, length);
        }
        return base + at;
    }

    long base() {
        return base;
    }

    private void requireAlive() {
        if (tail == RELEASED) {
            throw new IllegalStateException("packet was released");
        }
    }

    private RuntimeException outside(int at, int length) {
        if (tail == RELEASED) {
            return new IllegalStateException("packet was released");
        }
        return new IndexOutOfBoundsException(
                length + " bytes at " + (at - head) + " are not within a packet of " + length());
    }
}
