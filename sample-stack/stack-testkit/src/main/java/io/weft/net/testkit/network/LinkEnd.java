package io.weft.net.testkit.network;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The card of a host at one end of a {@link Link}. Without offloads: what is on the link is as it would be on a real one.
final class LinkEnd implements Driver {

    private static final int MOST_WAITING = 4_096;

    private final Host host;
    private final String device;
    private final Link link;
    private final MacAddress mac;
    private final ConcurrentLinkedQueue<byte[]> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Runnable waker = () -> { };
    // written by the loop thread, or the link's, only
    private volatile long received;
    private volatile long receivedBytes;
    private volatile long receiveDrops;
    private volatile long sent;
    private volatile long sentBytes;
    private volatile boolean closed;

    LinkEnd(Host host, String device, Link link, MacAddress mac) {
        this.host = host;
        this.device = device;
        this.link = link;
        this.mac = mac;
    }

    Host host() {
        return host;
    }

    Link link() {
        return link;
    }

    String device() {
        return device;
    }

    /// A frame comes out of the link.
    void arrive(byte[] frame) {
        if (closed || waiting.get() >= MOST_WAITING) {
            receiveDrops = receiveDrops + 1;
            return;
        }
        waiting.incrementAndGet();
        arrived.add(frame);
        waker.run();
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int count = 0;
        while (!batch.isFull() && !arrived.isEmpty()) {
            Packet packet = pool.take();
            if (packet == null) {
                break;
            }
            byte[] frame = arrived.remove();
            waiting.decrementAndGet();
            packet.append(frame);
            batch.add(packet);
            receivedBytes = receivedBytes + frame.length;
            count++;
        }
        received = received + count;
        return count;
    }

    @Override
    public void transmit(PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            byte[] frame = batch.get(i).toByteArray();
            sent = sent + 1;
            sentBytes = sentBytes + frame.length;
            link.carry(this, frame);
        }
        batch.release();
    }

    @Override
    public String name() {
        return "link:" + link.name();
    }

    @Override
    public LinkLayer linkLayer() {
        return LinkLayer.ETHERNET;
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public int mtu() {
        return link.mtu();
    }

    @Override
    public Offloads offloads() {
        return Offloads.NONE;
    }

    @Override
    public boolean linkUp() {
        return !closed;
    }

    @Override
    public DriverCounters counters() {
        return new DriverCounters(received, receivedBytes, receiveDrops, 0, sent, sentBytes, 0, 0);
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
