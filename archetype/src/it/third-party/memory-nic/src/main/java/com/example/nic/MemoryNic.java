package com.example.nic;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.drivers.Addressing;
import io.weft.net.drivers.Tally;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import org.jspecify.annotations.Nullable;

/// One end of a {@link Cable}: sends into the receive queue of the other. Every frame comes finished and cut.
final class MemoryNic implements Driver {

    private final Cable cable;
    private final MacAddress mac;
    private final int mtu;
    private final FrameRing received;
    private final Tally tally = new Tally();
    private volatile @Nullable MemoryNic peer;
    private volatile Runnable waker = () -> { };

    MemoryNic(Cable cable, MacAddress mac, int mtu, int queue) {
        this.cable = cable;
        this.mac = mac;
        this.mtu = mtu;
        received = new FrameRing(queue, mtu + EthernetHeader.LENGTH);
    }

    /// Who is at the other end, or null while there is no link.
    void peer(@Nullable MemoryNic other) {
        peer = other;
    }

    @Override
    public String name() {
        return cable.toString();
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
        return mtu;
    }

    @Override
    public Offloads offloads() {
        return Offloads.NONE;
    }

    @Override
    public boolean linkUp() {
        return peer != null;
    }

    @Override
    public DriverCounters counters() {
        return tally.snapshot();
    }

    @Override
    public void onArrival(Runnable run) {
        waker = run;
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int added = 0;
        long bytes = 0;
        // what comes behind the last look, and before this side says that it waits, is looked for once more
        while (!batch.isFull() && (received.hasNext() || received.waitsFor())) {
            Packet packet = pool.take();
            if (packet == null) {
                break;
            }
            received.take(packet);
            Addressing.classify(packet, mac.value());
            bytes += packet.length();
            batch.add(packet);
            added++;
        }
        tally.received(added, bytes);
        return added;
    }

    @Override
    public void transmit(PacketBatch batch) {
        MemoryNic other = peer;
        int sent = 0;
        int refused = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            Packet packet = batch.get(i);
            if (packet.length() > mtu + EthernetHeader.LENGTH) {
                refused++;
            } else if (other != null && other.received.offer(packet)) {
                sent++;
                bytes += packet.length();
            }
        }
        tally.sent(sent, bytes);
        tally.transmitErrors(refused);
        tally.transmitDropped(batch.size() - sent - refused);
        batch.release();
        if (other != null && other.received.isAwaited()) {
            other.waker.run();
        }
    }

    @Override
    public void close() {
        cable.unplug(this);
    }
}
