package io.weft.net.testkit.network;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.address.MacAddress;
import io.weft.net.drivers.faulty.LinkDirection;
import io.weft.net.drivers.faulty.LinkQuality;
import io.weft.net.stack.time.Timers;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A link between two hosts, which may be slow, long, or bad. It is perfect until the test says otherwise; its quality may be changed at
/// any time, its subnet and MTU until the network is up.
///
/// Chance comes from the seed alone: the n-th frame of a direction meets the same luck in every run, whatever the link's quality was until
/// then. ARP is never lost, doubled, late or corrupted, and has no number among the frames: its own retries are seldom what is tested.
public final class Link {

    private static final int ETHERNET_LENGTH = 14;
    private static final int USUAL_MTU = 1_500;

    private final Network network;
    private final int number;
    private final LinkEnd left;
    private final LinkEnd right;
    private final Way toRight;
    private final Way toLeft;
    private final PriorityQueue<Flight> underWay = new PriorityQueue<>();
    private final AtomicLong arrives = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile LinkQuality quality = LinkQuality.PERFECT;
    private volatile boolean cut;
    private Ipv4Prefix subnet;
    private int mtu = USUAL_MTU;
    private long order;

    private record Flight(long atNs, long order, LinkEnd to, byte[] frame) implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /// One way of a link.
    private record Way(LinkEnd to, LinkDirection direction) { }

    Link(Network network, int number, Host left, Host right) {
        this.network = network;
        this.number = number;
        this.left = end(left, 1);
        this.right = end(right, 2);
        toRight = new Way(this.right, new LinkDirection(network.seedFor(name() + " to the right")));
        toLeft = new Way(this.left, new LinkDirection(network.seedFor(name() + " to the left")));
        subnet = Ipv4Prefix.parse("10.0." + number + ".0/24");
    }

    private LinkEnd end(Host host, int which) {
        return new LinkEnd(host, host.nextDevice(), this, MacAddress.parse(String.format("02:00:00:00:%02x:%02x", number, which)));
    }

    // ---- what it is

    /// The network on it, such as `192.168.1.0/24`: the host that was named first in {@link Network#link} has the first address of it, the
    /// other the second. Otherwise it is `10.0.N.0/24`, N being 1 for the first link.
    public Link subnet(String prefix) {
        network.requireDeclaring("a link's subnet");
        Ipv4Prefix value = Ipv4Prefix.parse(prefix);
        if (value.length() > 30) {
            throw new IllegalArgumentException(prefix + " has no room for two hosts");
        }
        subnet = value;
        return this;
    }

    /// The largest IP packet in bytes; 1500 if nothing is said.
    public Link mtu(int bytes) {
        network.requireDeclaring("a link's MTU");
        mtu = bytes;
        return this;
    }

    /// How long a frame takes from end to end.
    public Link delay(Duration value) {
        return quality(quality.withDelay(value));
    }

    /// How much longer than the delay a frame takes at most. Frames stay in order.
    public Link jitter(Duration atMost) {
        return quality(quality.withJitter(atMost));
    }

    /// Which share of the frames is lost: 0.05 for 5 %.
    public Link loss(double share) {
        return quality(quality.withLoss(share));
    }

    /// Which share of the frames comes late, by up to the delay once more and at least up to a millisecond, so that others overtake them.
    public Link reorder(double share) {
        return quality(quality.withReorder(share));
    }

    /// Which share of the frames comes twice.
    public Link duplicate(double share) {
        return quality(quality.withDuplicate(share));
    }

    /// Which share of the frames has a bit behind its Ethernet header turned over.
    public Link corrupt(double share) {
        return quality(quality.withCorrupt(share));
    }

    /// How much it carries each way, in `tc`'s words: `512kbit`, `10mbit`, `1gbit`.
    ///
    /// @throws IllegalArgumentException for other words
    public Link rate(String words) {
        return quality(quality.withRate(words));
    }

    /// How many frames wait for the rate at most, each way; more are lost. 1000 if nothing is said.
    public Link queue(int frames) {
        return quality(quality.withQueue(frames));
    }

    private Link quality(LinkQuality value) {
        quality = value;
        return this;
    }

    LinkQuality quality() {
        return quality;
    }

    /// From now on nothing passes, and nobody is told: the hosts' cards stay up. What is under way arrives.
    public Link cut() {
        cut = true;
        return this;
    }

    /// Frames pass again.
    public Link mend() {
        cut = false;
        return this;
    }

    public boolean isCut() {
        return cut;
    }

    /// Such as `client-nat`.
    public String name() {
        return left.host().name() + "-" + right.host().name();
    }

    /// The address of a host on this link.
    ///
    /// @throws IllegalArgumentException when the host is not at it
    public String address(Host of) {
        return Ipv4.format(interfaceAddress(end(of)).address());
    }

    InterfaceAddress interfaceAddress(LinkEnd end) {
        return new InterfaceAddress(subnet.address() + (end == left ? 1 : 2), subnet.length());
    }

    Ipv4Prefix subnet() {
        return subnet;
    }

    int mtu() {
        return mtu;
    }

    int number() {
        return number;
    }

    LinkEnd left() {
        return left;
    }

    LinkEnd right() {
        return right;
    }

    LinkEnd end(Host of) {
        if (of != left.host() && of != right.host()) {
            throw new IllegalArgumentException(of.name() + " is not at the link " + name());
        }
        return of == left.host() ? left : right;
    }

    LinkEnd other(LinkEnd end) {
        return end == left ? right : left;
    }

    boolean joins(Host one, Host other) {
        return left.host() == one && right.host() == other || left.host() == other && right.host() == one;
    }

    // ---- what passed

    /// What was put on it until now, by either host.
    public Capture capture() {
        return network.capture(this);
    }

    /// How many frames it has carried, both ways together, ARP included.
    public long carried() {
        return arrives.get();
    }

    /// How many frames it has not carried.
    public long lost() {
        return lost.get();
    }

    // ---- frames

    /// Takes a frame of one end. From the loop thread of its host.
    void carry(LinkEnd from, byte[] frame) {
        synchronized (underWay) {
            long nowNs = network.nowNs();
            Fate fate = send(from == left ? toRight : toLeft, frame, nowNs);
            (fate.arrives() ? arrives : lost).incrementAndGet();
            network.record(new Frame(network.sinceStart(nowNs), this, from.host(), frame, fate));
        }
        network.wake();
    }

    private Fate send(Way way, byte[] frame, long nowNs) {
        LinkDirection direction = way.direction;
        boolean spared = frame[12] == 8 && frame[13] == 6;
        if (cut) {
            direction.passOver(spared);
            return Fate.CUT;
        }
        if (!direction.carries(quality, frame.length, ETHERNET_LENGTH, spared, nowNs)) {
            return direction.overflowed() ? Fate.QUEUE_FULL : Fate.LOST;
        }
        byte[] arriving = frame;
        int bit = direction.flippedBit();
        if (bit != LinkDirection.NO_BIT) {
            arriving = frame.clone();
            arriving[bit / 8] ^= (byte) (1 << bit % 8);
        }
        underWay.add(new Flight(direction.arrivalNs(), order++, way.to, arriving));
        if (direction.isDoubled()) {
            underWay.add(new Flight(direction.arrivalNs(), order++, way.to, arriving));
            return Fate.DOUBLED;
        }
        return arriving != frame ? Fate.CORRUPTED : direction.isLate() ? Fate.LATE : Fate.ARRIVES;
    }

    /// Hands over what has arrived by now.
    ///
    /// @return whether there was anything
    boolean deliver() {
        boolean busy = false;
        for (Flight next = takeArrived(); next != null; next = takeArrived()) {
            next.to().arrive(next.frame());
            busy = true;
        }
        return busy;
    }

    private @Nullable Flight takeArrived() {
        synchronized (underWay) {
            Flight first = underWay.peek();
            return first == null || first.atNs() > network.nowNs() ? null : underWay.remove();
        }
    }

    /// When the next frame arrives, {@link Timers#NEVER} when none is under way.
    long nextArrivalNs() {
        synchronized (underWay) {
            return underWay.isEmpty() ? Timers.NEVER : underWay.element().atNs();
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
