package io.weft.net.stack.testing;

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
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;

/// An Ethernet card without a wire: a test puts frames in, and looks at those that came out.
public final class MemoryCard implements Driver {

    private record Arrival(byte[] frame, Consumer<Packet> report) { }

    private final MacAddress mac;
    private final int mtu;
    private final Queue<Arrival> arriving = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();

    public MemoryCard(String mac, int mtu) {
        this.mac = MacAddress.parse(mac);
        this.mtu = mtu;
    }

    /// A frame comes in with the next poll.
    public void receive(byte[] frame) {
        receive(frame, packet -> { });
    }

    /// @param report what the card says about the frame, such as its checksum's state
    public void receive(byte[] frame, Consumer<Packet> report) {
        arriving.add(new Arrival(frame, report));
    }

    /// The frames that went out since this was last asked.
    public List<byte[]> takeSent() {
        List<byte[]> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    @Override
    public String name() {
        return "memory";
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
        return true;
    }

    @Override
    public DriverCounters counters() {
        return new DriverCounters(0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public int poll(PacketBatch batch, PacketPool pool) {
        int count = 0;
        while (!batch.isFull() && !arriving.isEmpty()) {
            Arrival arrival = arriving.remove();
            Packet packet = Objects.requireNonNull(pool.take(), "pool is exhausted");
            packet.append(arrival.frame());
            arrival.report().accept(packet);
            batch.add(packet);
            count++;
        }
        return count;
    }

    @Override
    public void transmit(PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            sent.add(batch.get(i).toByteArray());
        }
        batch.release();
    }

    @Override
    public void close() {
        arriving.clear();
    }
}
