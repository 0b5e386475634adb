package io.weft.net.benchmarks;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;

/// A card on which frames arrive in every place of every batch, and from which nothing leaves.
final class Treadmill implements Driver {

    /// What arrives.
    interface Arrivals {

        /// Writes the next frame into an empty packet.
        ///
        /// @return false, with nothing written, when none arrives now
        boolean next(Packet packet);
    }

    private final MacAddress mac;
    private final Arrivals arrivals;
    private long sent;

    Treadmill(MacAddress mac, Arrivals arrivals) {
        this.mac = mac;
        this.arrivals = arrivals;
    }

    /// A card on which the same frame arrives for ever.
    static Treadmill of(MacAddress mac, byte[] frame) {
        return new Treadmill(mac, packet -> {
            packet.append(frame);
            return true;
        });
    }

    /// A card on which nothing arrives.
    static Treadmill silent(MacAddress mac) {
        return new Treadmill(mac, packet -> false);
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int count = 0;
        while (!batch.isFull()) {
            Packet packet = pool.take();
            if (packet == null) {
                return count;
            }
            if (!arrivals.next(packet)) {
                packet.release();
                return count;
            }
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
