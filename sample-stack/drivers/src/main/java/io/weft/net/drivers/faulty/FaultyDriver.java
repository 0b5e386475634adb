package io.weft.net.drivers.faulty;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A driver behind a bad link: frames on their way to and from another driver are delayed, lost, doubled, corrupted or overtaken.
///
/// ARP is spared. Each way holds 1000 frames at most; what is more is lost. A packet that its sender left the card to cut is one frame here,
/// lost or late as a whole. A bit that is turned over is found out by a checksum only where there is one already, so nothing is corrupted
/// on the way to or from a driver that takes or hands over unfinished checksums.
public final class FaultyDriver implements Driver {

    private static final Logger LOG = LoggerFactory.getLogger(FaultyDriver.class);
    private static final int BATCH = 64;

    private final Driver behind;
    private final LongSupplier clock;
    private final LinkWay in;
    private final LinkWay out;
    private final PacketBatch taken = new PacketBatch(BATCH);
    private final PacketBatch leaving = new PacketBatch(BATCH);
    private boolean closed;

    /// @param behind closed with this
    /// @param in of the way to the stack
    /// @param out of the way from the stack
    /// @throws IllegalArgumentException when frames are to be corrupted whose checksums are not finished
    public FaultyDriver(Driver behind, LinkQuality in, LinkQuality out, long seed) {
        this(behind, in, out, seed, System::nanoTime);
    }

    /// On a clock of somebody else's.
    ///
    /// @param clock nanoseconds from any origin
    public FaultyDriver(Driver behind, LinkQuality in, LinkQuality out, long seed, LongSupplier clock) {
        if ((in.corrupt() > 0 || out.corrupt() > 0) && !behind.offloads().equals(Offloads.NONE)) {
            throw new IllegalArgumentException("frames whose checksums nobody has finished cannot be corrupted so that it is found out;"
                    + " open the driver without offloads (vnet=off, of wire: offloads=off)");
        }
        this.behind = behind;
        this.clock = clock;
        SplittableRandom seeds = new SplittableRandom(seed);
        boolean framed = behind.linkLayer() == LinkLayer.ETHERNET;
        this.in = new LinkWay(in, framed, seeds.nextLong());
        this.out = new LinkWay(out, framed, seeds.nextLong());
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        long nowNs = clock.getAsLong();
        send(nowNs);
        behind.poll(taken, pool);
        for (int i = 0; i < taken.size(); i++) {
            in.put(taken.get(i), nowNs);
        }
        taken.clear();
        int added = 0;
        while (!batch.isFull()) {
            Packet packet = in.arrived(nowNs);
            if (packet == null) {
                break;
            }
            batch.add(packet);
            added++;
        }
        return added;
    }

    @Override
    public void transmit(PacketBatch batch) {
        long nowNs = clock.getAsLong();
        for (int i = 0; i < batch.size(); i++) {
            out.put(batch.get(i), nowNs);
        }
        batch.clear();
        send(nowNs);
    }

    /// Hands over what has come to the end of its way.
    private void send(long nowNs) {
        for (Packet packet = out.arrived(nowNs); packet != null; packet = out.arrived(nowNs)) {
            leaving.add(packet);
            if (leaving.isFull()) {
                behind.transmit(leaving);
            }
        }
        if (!leaving.isEmpty()) {
            behind.transmit(leaving);
        }
    }

    @Override
    public long pollWithinNs() {
        long nextNs = Math.min(in.nextNs(), out.nextNs());
        long within = nextNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, nextNs - clock.getAsLong());
        return Math.min(within, behind.pollWithinNs());
    }

    /// What frames suffered on their way to the stack. From any thread.
    public LinkFaults inFaults() {
        return in.faults();
    }

    /// What frames suffered on their way from the stack. From any thread.
    public LinkFaults outFaults() {
        return out.faults();
    }

    @Override
    public String name() {
        return "faulty:" + behind.name();
    }

    @Override
    public LinkLayer linkLayer() {
        return behind.linkLayer();
    }

    @Override
    public MacAddress mac() {
        return behind.mac();
    }

    @Override
    public int mtu() {
        return behind.mtu();
    }

    @Override
    public Offloads offloads() {
        return behind.offloads();
    }

    @Override
    public boolean linkUp() {
        return behind.linkUp();
    }

    /// Those of the driver behind: what went over its card.
    @Override
    public DriverCounters counters() {
        return behind.counters();
    }

    @Override
    public void listenTo(MacAddress group, boolean wanted) {
        behind.listenTo(group, wanted);
    }

    @Override
    public int fileDescriptor() {
        return behind.fileDescriptor();
    }

    @Override
    public void onArrival(Runnable waker) {
        behind.onArrival(waker);
    }

    @Override
    public boolean exhausted() {
        return behind.exhausted() && in.isEmpty();
    }

    /// What is under way is lost.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        taken.release();
        leaving.release();
        in.release();
        out.release();
        LOG.info("{}: in {}; out {}", name(), in.faults(), out.faults());
        behind.close();
    }
}
