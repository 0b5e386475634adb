package io.weft.net.stack.device;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.PacketQueue;
import io.weft.net.packet.PacketSink;
import io.weft.net.packet.Segmentation;
import io.weft.net.route.NetInterface;
import java.util.Arrays;
import java.util.List;

/// A network interface: takes batches of frames from its driver, and gathers those on their way out into batches for it. The kernel's
/// netif_receive_skb and dev_queue_xmit.
public final class NetDevice implements NetInterface, AutoCloseable {

    /// Frames that are taken at once, the budget of a poll.
    public static final int BATCH = 64;

    private final String name;
    private final int index;
    private final int mtu;
    private final MacAddress mac;
    private final long macBits;
    private final Driver driver;
    private final Offloads offloads;
    private final boolean framed;
    private final PacketPool pool;
    private final EthernetInput input;
    private final Faults faults;
    private final PacketBatch arrived = new PacketBatch(BATCH);
    private final PacketBatch leaving = new PacketBatch(BATCH);
    private final PacketQueue looped = new PacketQueue();
    private final PacketSink wire = this::gather;
    private FrameTap[] taps = {};
    private volatile List<InterfaceAddress> addresses = List.of();
    private volatile boolean up = true;
    private boolean closed;

    /// @param mtu the largest IP packet in bytes, not more than the driver takes
    /// @param mac of the frames that it sends and takes
    public NetDevice(String name, int index, int mtu, MacAddress mac, Driver driver, PacketPool pool, EthernetInput input, Faults faults) {
        this.name = name;
        this.index = index;
        this.mtu = mtu;
        this.mac = mac;
        this.macBits = mac.value();
        this.driver = driver;
        this.offloads = driver.offloads();
        this.framed = driver.linkLayer() == Driver.LinkLayer.ETHERNET;
        this.pool = pool;
        this.input = input;
        this.faults = faults;
    }

    /// Takes a batch from the driver, and each packet of it as far as it goes.
    ///
    /// @return how many packets there were
    public int receive(long nowNs) {
        int count = poll();
        for (int i = 0; i < count; i++) {
            Packet packet = arrived.get(i);
            packet.in(this);
            packet.receivedNs(nowNs);
            takeIn(packet);
        }
        arrived.clear();
        return count + receiveLooped();
    }

    /// Hears this host's own broadcast, as the other hosts of the link do.
    public void loopBack(Packet packet) {
        looped.add(packet);
    }

    /// Takes a frame to the driver, with the next batch; what the card does not finish is finished here.
    public void transmit(Packet packet) {
        if (!up || closed) {
            packet.drop(DropReason.INTERFACE_DOWN);
        } else if (packet.checksum() == ChecksumState.TO_FINISH || packet.segmentation() != Segmentation.NONE) {
            SoftwareOffload.toWire(packet, offloads, wire);
        } else {
            gather(packet);
        }
    }

    /// Has the card take frames to a multicast address, too, or not any more.
    public void listenTo(MacAddress group, boolean wanted) {
        if (!framed) {
            return;
        }
        try {
            driver.listenTo(group, wanted);
        } catch (RuntimeException | Error fault) {
            faults.report("driver " + driver.name(), fault);
        }
    }

    /// Hands what was gathered to the driver.
    ///
    /// @return whether there was anything
    public boolean flush() {
        if (leaving.isEmpty()) {
            return false;
        }
        try {
            driver.transmit(leaving);
        } catch (RuntimeException | Error fault) {
            faults.report("driver " + driver.name(), fault);
            releaseLeaving();
        }
        return true;
    }

    /// How long until the driver has something to do that no arrival tells of, {@link Long#MAX_VALUE} when it has not.
    public long pollWithinNs() {
        try {
            return driver.pollWithinNs();
        } catch (RuntimeException | Error fault) {
            faults.report("driver " + driver.name(), fault);
            return Long.MAX_VALUE;
        }
    }

    private int poll() {
        try {
            driver.poll(arrived, pool);
        } catch (RuntimeException | Error fault) {
            faults.report("driver " + driver.name(), fault);
        }
        return arrived.size();
    }

    private void takeIn(Packet packet) {
        if (!up) {
            packet.drop(DropReason.INTERFACE_DOWN);
            return;
        }
        if (taps.length > 0) {
            show(packet, false);
        }
        try {
            if (framed) {
                input.receive(packet, macBits);
            } else {
                input.receiveBare(packet);
            }
        } catch (RuntimeException | Error fault) {
            faults.report("the packet path behind " + name, fault);
        }
    }

    private int receiveLooped() {
        int count = 0;
        for (Packet packet = looped.poll(); packet != null; packet = looped.poll()) {
            packet.in(this);
            input.receiveBare(packet);
            count++;
        }
        return count;
    }

    private void gather(Packet packet) {
        if (leaving.isFull()) {
            flush();
        }
        // what lo sends it receives, too
        if (taps.length > 0 && !isLoopback()) {
            show(packet, true);
        }
        leaving.add(packet);
    }

    private void show(Packet frame, boolean outgoing) {
        for (FrameTap tap : taps) {
            tap.frame(frame, outgoing);
        }
    }

    /// Shows `tap` every frame from now on. On the loop.
    public void add(FrameTap tap) {
        FrameTap[] more = Arrays.copyOf(taps, taps.length + 1);
        more[taps.length] = tap;
        taps = more;
    }

    /// Shows `tap` no more frames. On the loop.
    public void remove(FrameTap tap) {
        taps = Arrays.stream(taps).filter(each -> each != tap).toArray(FrameTap[]::new);
    }

    /// After a driver threw: those that it has released itself need no more.
    private void releaseLeaving() {
        for (int i = 0; i < leaving.size(); i++) {
            if (!leaving.get(i).isReleased()) {
                leaving.get(i).release();
            }
        }
        leaving.clear();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public boolean isLoopback() {
        return driver instanceof LoopbackDriver;
    }

    /// Whether packets bear an Ethernet header here; where they bear none, nobody has to be asked for a MAC address.
    public boolean isFramed() {
        return framed;
    }

    @Override
    public List<InterfaceAddress> addresses() {
        return addresses;
    }

    public void addresses(List<InterfaceAddress> now) {
        addresses = List.copyOf(now);
    }

    /// Whether the operator lets packets through. From any thread.
    public boolean isUp() {
        return up;
    }

    public void up(boolean now) {
        up = now;
    }

    /// Whether the card has a link. From any thread.
    public boolean linkUp() {
        return driver.linkUp();
    }

    /// What the driver has moved. From any thread.
    public DriverCounters counters() {
        return driver.counters();
    }

    public Driver driver() {
        return driver;
    }

    /// Ends what is still under way here, and the driver. Closing twice does nothing more to the driver.
    @Override
    public void close() {
        leaving.release();
        looped.drop(DropReason.SHUTDOWN);
        if (!closed) {
            closed = true;
            driver.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
