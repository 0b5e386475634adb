package io.weft.net.testkit.link;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A card whose frames a test puts in and takes out.
public final class TestDriver implements Driver {

    private final String name;
    private final LinkLayer linkLayer;
    private final MacAddress mac;
    private final int mtu;
    private final Offloads offloads;
    private final Queue<Arrival> arriving = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private Runnable waker = () -> { };
    private int fileDescriptor = -1;
    private final List<String> listensTo = new ArrayList<>();
    private final AtomicLong polls = new AtomicLong();
    private RuntimeException failure;
    private boolean closed;

    private record Arrival(byte[] frame, Consumer<Packet> marks) { }

    private TestDriver(String name, LinkLayer linkLayer, MacAddress mac, int mtu, Offloads offloads) {
        this.name = name;
        this.linkLayer = linkLayer;
        this.mac = mac;
        this.mtu = mtu;
        this.offloads = offloads;
    }

    public static TestDriver ethernet(String mac, int mtu, Offloads offloads) {
        return new TestDriver("test:" + mac, LinkLayer.ETHERNET, MacAddress.parse(mac), mtu, offloads);
    }

    public static TestDriver bare(int mtu) {
        return new TestDriver("test:bare", LinkLayer.NONE, MacAddress.ZERO, mtu, Offloads.NONE);
    }

    /// A frame arrives with the next poll.
    public void arrive(byte[] frame) {
        arrive(frame, packet -> { });
    }

    /// A frame arrives about which the card says more.
    public void arrive(byte[] frame, Consumer<Packet> marks) {
        synchronized (arriving) {
            arriving.add(new Arrival(frame, marks));
        }
        waker.run();
    }

    /// From now on every poll and transmit throws this; null ends it.
    public void fail(RuntimeException with) {
        failure = with;
    }

    /// What was sent since the last time this was asked.
    public List<byte[]> takeSent() {
        synchronized (sent) {
            List<byte[]> taken = List.copyOf(sent);
            sent.clear();
            return taken;
        }
    }

    /// How many frames each call of transmit brought.
    public List<Integer> batches() {
        return batches;
    }

    /// Has the loop wait for this descriptor instead of being woken. Before the driver is added.
    public void fileDescriptor(int value) {
        fileDescriptor = value;
    }

    public long polls() {
        return polls.get();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LinkLayer linkLayer() {
        return linkLayer;
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public Offloads offloads() {
        return offloads;
    }

    @Override
    public boolean linkUp() {
        return !closed;
    }

    @Override
    public DriverCounters counters() {
        return new DriverCounters(0, 0, 0, 0, batches.stream().mapToInt(Integer::intValue).sum(), 0, 0, 0);
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        polls.incrementAndGet();
        throwIfFailing();
        int count = 0;
        synchronized (arriving) {
            while (!arriving.isEmpty() && !batch.isFull()) {
                Packet packet = pool.take();
                if (packet == null) {
                    break;
                }
                Arrival arrival = arriving.remove();
                packet.append(arrival.frame());
                arrival.marks().accept(packet);
                batch.add(packet);
                count++;
            }
        }
        return count;
    }

    @Override
    public void transmit(PacketBatch batch) {
        throwIfFailing();
        batches.add(batch.size());
        synchronized (sent) {
            for (int i = 0; i < batch.size(); i++) {
                sent.add(batch.get(i).toByteArray());
            }
        }
        batch.release();
    }

    private void throwIfFailing() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void listenTo(MacAddress group, boolean wanted) {
        if (wanted) {
            listensTo.add(group.toString());
        } else {
            listensTo.remove(group.toString());
        }
    }

    /// The multicast addresses that it was told to take frames to.
    public List<String> listensTo() {
        return listensTo;
    }

    @Override
    public int fileDescriptor() {
        return fileDescriptor;
    }

    @Override
    public void onArrival(Runnable value) {
        waker = value;
    }

    @Override
    public void close() {
        closed = true;
    }
}
