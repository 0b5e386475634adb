package io.weft.net.stack.device;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.PacketQueue;

/// The card of `lo`: what goes out comes in again with the next batch, the same packet with its route. The kernel's loopback_xmit.
public final class LoopbackDriver implements Driver {

    private static final int MTU = 65_535;
    /// `net.core.netdev_max_backlog`.
    private static final int MAX_WAITING = 1_000;

    private final PacketQueue waiting = new PacketQueue();
    private volatile long packets;
    private volatile long bytes;
    private volatile long dropped;

    @Override
    public String name() {
        return "lo";
    }

    @Override
    public LinkLayer linkLayer() {
        return LinkLayer.NONE;
    }

    @Override
    public MacAddress mac() {
        return MacAddress.ZERO;
    }

    @Override
    public int mtu() {
        return MTU;
    }

    @Override
    public Offloads offloads() {
        return Offloads.ALL;
    }

    @Override
    public boolean linkUp() {
        return true;
    }

    @Override
    public DriverCounters counters() {
        return new DriverCounters(packets, bytes, 0, 0, packets, bytes, dropped, 0);
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int count = 0;
        while (!batch.isFull() && !waiting.isEmpty()) {
            batch.add(waiting.poll());
            count++;
        }
        return count;
    }

    @Override
    public void transmit(PacketBatch batch) {
        long newPackets = 0;
        long newBytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            Packet packet = batch.get(i);
            if (waiting.size() == MAX_WAITING) {
                dropped = dropped + 1;
                packet.release();
            } else {
                newPackets++;
                newBytes += packet.length();
                packet.out(null);
                packet.control(0);
                packet.disown();
                waiting.add(packet);
            }
        }
        packets = packets + newPackets;
        bytes = bytes + newBytes;
        batch.clear();
    }

    @Override
    public void close() {
        waiting.drop(DropReason.SHUTDOWN);
    }
}
