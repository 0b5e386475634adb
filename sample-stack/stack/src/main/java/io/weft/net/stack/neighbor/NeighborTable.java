package io.weft.net.stack.neighbor;

import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.stack.device.EthernetOutput;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.route.Addresses;
import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Takes a packet to the MAC address of its next hop, and asks for that address where it is not known. The kernel's neigh_output and
/// its table of neighbours, with the same states and times.
public final class NeighborTable {

    private static final long GC_INTERVAL_NS = 30_000_000_000L;
    /// How long a full table waits before it looks again for somebody to forget.
    private static final long FULL_RETRY_NS = 10_000_000L;
    private static final long MULTICAST_MAC = 0x0100_5E00_0000L;

    private final NeighborSettings settings;
    private final Timers timers;
    private final RandomGenerator random;
    private final Addresses addresses;
    private final UnreachableNeighbor unreachable;
    private final ArpOutput arp;
    private final NeighborBuckets neighbors;
    private final Timer gc = new Timer(this::collect);
    private long fullUntilNs = Long.MIN_VALUE;

    public NeighborTable(NeighborSettings settings, Timers timers, RandomGenerator random, PacketPool pool, Addresses addresses,
            UnreachableNeighbor unreachable) {
        this.settings = settings;
        this.timers = timers;
        this.random = random;
        this.addresses = addresses;
        this.unreachable = unreachable;
        this.arp = new ArpOutput(pool);
        this.neighbors = new NeighborBuckets(settings.maxNeighbors(), random);
    }

    // ---- the way of a packet

    /// Sends an IP packet to `nextHop` on the link behind `device`.
    public void send(Packet packet, NetDevice device, int nextHop) {
        if (!device.isFramed()) {
            device.transmit(packet);
            return;
        }
        if (Ipv4.isMulticast(nextHop)) {
            // RFC 1112 §6.4
            EthernetOutput.send(packet, device, EthernetHeader.TYPE_IPV4, MULTICAST_MAC | nextHop & 0x7F_FFFF);
            return;
        }
        Neighbor neighbor = neighbors.find(device, nextHop);
        if (neighbor == null) {
            neighbor = create(device, nextHop);
        }
        if (neighbor == null) {
            packet.drop(DropReason.NEIGHBOR_TABLE_FULL);
        } else {
            send(packet, neighbor);
        }
    }

    /// Sends an IP packet to all hosts on the link behind `device`.
    public void broadcast(Packet packet, NetDevice device) {
        if (device.isFramed()) {
            EthernetOutput.send(packet, device, EthernetHeader.TYPE_IPV4, MacAddress.BROADCAST.value());
        } else {
            device.transmit(packet);
        }
    }

    private void send(Packet packet, Neighbor neighbor) {
        neighbor.usedNs = timers.nowNs();
        switch (neighbor.state) {
            case REACHABLE, PERMANENT, DELAY, PROBE -> transmit(packet, neighbor);
            case STALE -> {
                become(neighbor, NeighborState.DELAY);
                timers.set(neighbor.timer, settings.delayFirstProbeNs());
                transmit(packet, neighbor);
            }
            case INCOMPLETE -> enqueue(packet, neighbor);
            case FAILED -> {
                become(neighbor, NeighborState.INCOMPLETE);
                neighbor.probes = 0;
                enqueue(packet, neighbor);
                probe(neighbor);
            }
        }
    }

    /// Packets that waited for ARP are on their way now.
    private void sendWaiting(Neighbor neighbor) {
        Packet packet = dequeue(neighbor);
        PacketTrail journal = packet.journal();
        if (journal != null) {
            journal.end(new Fate.Sent(neighbor.device.name(), Ipv4.format(neighbor.address), packet.length()));
        }
        send(packet, neighbor);
    }

    private static void transmit(Packet packet, Neighbor neighbor) {
        EthernetOutput.send(packet, neighbor.device, EthernetHeader.TYPE_IPV4, neighbor.mac);
    }

    /// RFC 1122 §2.3.2.2: at least the newest packet is kept.
    private void enqueue(Packet packet, Neighbor neighbor) {
        while (!neighbor.waiting.isEmpty() && (neighbor.waiting.size() >= settings.queuedPackets()
                || neighbor.waitingBytes + packet.length() > settings.queuedBytes())) {
            dequeue(neighbor).drop(DropReason.NEIGHBOR_QUEUE_FULL);
        }
        PacketTrail journal = packet.journal();
        if (journal != null) {
            journal.retract();
            journal.note(TrailNote.of("neighbor", "waits until " + Ipv4.format(neighbor.address) + " has told its MAC address"));
        }
        neighbor.waiting.add(packet);
        neighbor.waitingBytes += packet.length();
    }

    private static Packet dequeue(Neighbor neighbor) {
        Packet packet = neighbor.waiting.poll();
        if (packet == null) {
            throw new IllegalStateException("nobody waits for " + Ipv4.format(neighbor.address));
        }
        neighbor.waitingBytes -= packet.length();
        return packet;
    }

    // ---- what ARP tells

    /// A host asked for an address of ours, and told its own with that: it is believed, and remembered, since our answer follows.
    void learnFromRequest(NetDevice device, int address, long mac) {
        Neighbor neighbor = neighbors.find(device, address);
        if (neighbor == null) {
            neighbor = create(device, address);
        }
        if (neighbor != null) {
            update(neighbor, mac, NeighborState.STALE, true);
        }
    }

    /// A host told its address to us or to others: only what is already in the table is brought up to date (arp_accept 0).
    ///
    /// @param answersUs a reply to this host alone; it alone proves that the neighbour can be reached
    /// @param gratuitous the host speaks of itself to all
    /// @return false when the host is not in the table, or there for good
    boolean learnFromOthers(NetDevice device, int address, long mac, boolean answersUs, boolean gratuitous) {
        Neighbor neighbor = neighbors.find(device, address);
        if (neighbor != null) {
            // of several answers the first counts: the others come from proxies
            boolean override = gratuitous || timers.nowNs() - neighbor.updatedNs > settings.lockNs();
            update(neighbor, mac, answersUs ? NeighborState.REACHABLE : NeighborState.STALE, override);
        }
        return neighbor != null && neighbor.state != NeighborState.PERMANENT;
    }

    ArpOutput arp() {
        return arp;
    }

    /// The kernel's neigh_update.
    private void update(Neighbor neighbor, long mac, NeighborState told, boolean override) {
        NeighborState old = neighbor.state;
        if (old == NeighborState.PERMANENT) {
            return;
        }
        boolean sameMac = old.isValid() && neighbor.mac == mac;
        if (told == NeighborState.REACHABLE) {
            neighbor.confirmedNs = timers.nowNs();
        }
        if (old.isValid() && !sameMac && !override) {
            return;
        }
        NeighborState state = sameMac && told == NeighborState.STALE ? old : told;
        if (state != old || !sameMac) {
            neighbor.updatedNs = timers.nowNs();
        }
        if (!sameMac) {
            neighbor.mac = mac;
            if (state != NeighborState.REACHABLE) {
                neighbor.confirmedNs = timers.nowNs() - 2 * settings.baseReachableNs();
            }
        }
        if (state == old) {
            return;
        }
        timers.cancel(neighbor.timer);
        neighbor.state = state;
        if (state == NeighborState.REACHABLE) {
            timers.set(neighbor.timer, reachableNs());
        }
        while (neighbor.state.isValid() && !neighbor.waiting.isEmpty()) {
            sendWaiting(neighbor);
        }
    }

    // ---- time

    /// The kernel's neigh_timer_handler.
    void timeOut(Neighbor neighbor) {
        long now = timers.nowNs();
        switch (neighbor.state) {
            case REACHABLE -> {
                if (now - neighbor.usedNs <= settings.delayFirstProbeNs()) {
                    become(neighbor, NeighborState.DELAY);
                    timers.set(neighbor.timer, settings.delayFirstProbeNs());
                } else {
                    become(neighbor, NeighborState.STALE);
                }
            }
            case DELAY -> {
                if (now - neighbor.confirmedNs <= settings.delayFirstProbeNs()) {
                    become(neighbor, NeighborState.REACHABLE);
                    timers.set(neighbor.timer, reachableNs());
                } else {
                    become(neighbor, NeighborState.PROBE);
                    neighbor.probes = 0;
                    probe(neighbor);
                }
            }
            case INCOMPLETE -> probeOrFail(neighbor, settings.multicastProbes());
            case PROBE -> probeOrFail(neighbor, settings.unicastProbes());
            case STALE, FAILED, PERMANENT -> throw new IllegalStateException(neighbor.state + " has no time-out");
        }
    }

    private void probeOrFail(Neighbor neighbor, int allowed) {
        if (neighbor.probes < allowed) {
            probe(neighbor);
            return;
        }
        become(neighbor, NeighborState.FAILED);
        while (neighbor.state == NeighborState.FAILED && !neighbor.waiting.isEmpty()) {
            Packet packet = dequeue(neighbor);
            unreachable.unreachable(packet);
            packet.drop(DropReason.NEIGHBOR_FAILED);
        }
    }

    private void probe(Neighbor neighbor) {
        neighbor.probes++;
        timers.set(neighbor.timer, settings.retransNs());
        long destination = neighbor.state == NeighborState.PROBE ? neighbor.mac : MacAddress.BROADCAST.value();
        arp.request(neighbor.device, askingAddress(neighbor), neighbor.address, destination);
    }

    /// The waiting packet's own source if it is this host's (arp_announce 0), else the device's address nearest to the one asked for.
    private int askingAddress(Neighbor neighbor) {
        Packet packet = neighbor.waiting.peek();
        if (packet != null && addresses.isLocal(packet.ip().source())) {
            return packet.ip().source();
        }
        return addresses.select(neighbor.device, neighbor.address);
    }

    private void become(Neighbor neighbor, NeighborState state) {
        neighbor.state = state;
        neighbor.updatedNs = timers.nowNs();
    }

    /// RFC 4861 §6.3.2: at random, so that hosts do not ask in step.
    private long reachableNs() {
        long base = settings.baseReachableNs();
        return base / 2 + random.nextLong(base);
    }

    // ---- the table

    private @Nullable Neighbor create(NetDevice device, int address) {
        if (neighbors.size() >= settings.maxNeighbors() && !forgetOne()) {
            return null;
        }
        Neighbor neighbor = new Neighbor(device, address, this);
        neighbor.usedNs = timers.nowNs();
        neighbors.add(neighbor);
        if (!gc.isSet()) {
            timers.set(gc, GC_INTERVAL_NS);
        }
        return neighbor;
    }

    /// Makes room in a full table: those that failed go first, then the one unused for longest. Those asked for now stay.
    private boolean forgetOne() {
        if (timers.nowNs() < fullUntilNs) {
            return false;
        }
        Neighbor[] oldest = new Neighbor[1];
        neighbors.forEach(neighbor -> {
            if (isIdle(neighbor) && (oldest[0] == null || isOlder(neighbor, oldest[0]))) {
                oldest[0] = neighbor;
            }
        });
        if (oldest[0] == null) {
            fullUntilNs = timers.nowNs() + FULL_RETRY_NS;
            return false;
        }
        remove(oldest[0]);
        return true;
    }

    private static boolean isIdle(Neighbor neighbor) {
        return neighbor.state == NeighborState.STALE || neighbor.state == NeighborState.FAILED || neighbor.state == NeighborState.REACHABLE;
    }

    private static boolean isOlder(Neighbor one, Neighbor other) {
        boolean failed = one.state == NeighborState.FAILED;
        return failed == (other.state == NeighborState.FAILED) ? one.usedNs < other.usedNs : failed;
    }

    /// Forgets who failed or was not used for long, when there are many.
    private void collect() {
        if (neighbors.size() > settings.gcThreshold()) {
            neighbors.forEach(neighbor -> {
                boolean unused = timers.nowNs() - neighbor.usedNs > settings.gcStaleNs();
                if (neighbor.state == NeighborState.FAILED || neighbor.state == NeighborState.STALE && unused) {
                    remove(neighbor);
                }
            });
        }
        if (neighbors.size() > 0) {
            timers.set(gc, GC_INTERVAL_NS);
        }
    }

    private void remove(Neighbor neighbor) {
        timers.cancel(neighbor.timer);
        while (!neighbor.waiting.isEmpty()) {
            dequeue(neighbor).drop(DropReason.SHUTDOWN);
        }
        neighbors.remove(neighbor);
        if (neighbors.size() == 0) {
            timers.cancel(gc);
        }
    }

    // ---- the operator

    /// Sets a neighbour for good, in place of what ARP told.
    ///
    /// @throws IllegalStateException when the table is full
    public void addPermanent(NetDevice device, int address, MacAddress mac) {
        Neighbor neighbor = neighbors.find(device, address);
        if (neighbor == null) {
            neighbor = create(device, address);
        }
        if (neighbor == null) {
            throw new IllegalStateException("the neighbour table is full, with " + neighbors.size() + " neighbours");
        }
        timers.cancel(neighbor.timer);
        neighbor.mac = mac.value();
        become(neighbor, NeighborState.PERMANENT);
        while (!neighbor.waiting.isEmpty()) {
            sendWaiting(neighbor);
        }
    }

    /// Forgets a neighbour, however it was learnt.
    ///
    /// @return false when it was not in the table
    public boolean remove(NetDevice device, int address) {
        Neighbor neighbor = neighbors.find(device, address);
        if (neighbor != null) {
            remove(neighbor);
        }
        return neighbor != null;
    }

    /// Forgets what ARP told on a link, as when it goes down.
    public void flush(NetDevice device) {
        neighbors.forEach(neighbor -> {
            if (neighbor.device == device && neighbor.state != NeighborState.PERMANENT) {
                remove(neighbor);
            }
        });
    }

    public List<NeighborEntry> entries() {
        List<NeighborEntry> entries = new ArrayList<>();
        neighbors.forEach(neighbor -> entries.add(new NeighborEntry(neighbor.device.name(), neighbor.address,
                neighbor.state.isValid() ? new MacAddress(neighbor.mac) : MacAddress.ZERO, neighbor.state)));
        return entries;
    }

    /// Forgets everything.
    public void close() {
        neighbors.forEach(this::remove);
    }
}
