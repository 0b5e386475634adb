package io.weft.net.benchmarks;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;

/// A card on which the same frame arrives in every place of every batch, and from which nothing leaves.
final class Treadmill implements Driver {

    private final MacAddress mac;
    private final byte[] frame;
    private long sent;

    /// @param frame empty for a card on which nothing arrives
    Treadmill(MacAddress mac, byte[] frame) {
        this.mac = mac;
        this.frame = frame;
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int count = 0;
        while (frame.length > 0 && !batch.isFull()) {
            Packet packet = pool.take();
            if (packet == null) {
                return count;
            }
            packet.append(frame);
            batch.add(packet);
            count++;
        }
        return count;
    }

    @Override
    public void transmit(PacketBatch batch) {
        sent += batch.size();
        batch.release();
    }

    long sent() {
        return sent;
    }

    @Override
    public String name() {
        return "treadmill:";
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
        return 1500;
    }

    @Override
    public Offloads offloads() {
        return Offloads.NONE;
    }

    @Override
    public boolean linkUp() {
        return true;
    }

    @Override
    public DriverCounters counters() {
        return new DriverCounters(0, 0, 0, 0, sent, 0, 0, 0);
    }

    @Override
    public void close() { }
}
