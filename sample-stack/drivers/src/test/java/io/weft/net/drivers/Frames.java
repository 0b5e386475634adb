package io.weft.net.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.driver.Driver;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Frames for tests of drivers, and what it takes to send and get them.
public final class Frames implements AutoCloseable {

    /// For local experiments (IEEE 802): nothing on a test's link sends it on its own.
    public static final int ETHERTYPE = 0x88B5;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final PacketPool pool = new PacketPool(1024);
    private final PacketBatch batch = new PacketBatch(64);

    /// A frame of that length to `destination`, with a number behind its header.
    public Packet frame(long destination, int length, int number) {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.put(length);
        packet.ethernet().destination(destination);
        packet.ethernet().source(0x0200_0000_0033L);
        packet.ethernet().type(ETHERTYPE);
        packet.i32(14, number);
        for (int i = 18; i < length; i++) {
            packet.u8(i, i * number);
        }
        return packet;
    }

    public Packet bytes(byte[] bytes) {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.append(bytes);
        return packet;
    }

    public void send(Driver driver, Packet... packets) {
        PacketBatch out = new PacketBatch(packets.length);
        for (Packet packet : packets) {
            out.add(packet);
        }
        driver.transmit(out);
        assertThat(out.isEmpty()).isTrue();
    }

    /// Waits for frames of {@link #ETHERTYPE}; others are passed over.
    public List<Packet> await(Driver driver, int count) {
        List<Packet> got = await(driver, count, packet -> packet.length() >= 14 && packet.u16(12) == ETHERTYPE);
        assertThat(got).hasSize(count);
        return got;
    }

    /// Waits for packets of a kind, as many or more; others are passed over. The caller releases them.
    public List<Packet> await(Driver driver, int count, Predicate<Packet> wanted) {
        List<Packet> got = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (got.size() < count && System.nanoTime() < deadline) {
            NetworkNamespace.awaitReadable(100, driver);
            got.addAll(now(driver, wanted));
        }
        assertThat(got).hasSizeGreaterThanOrEqualTo(count);
        return got;
    }

    /// Waits for the kernel to say that the link is up, which it does a moment later than it is.
    public void awaitLinkUp(Driver driver) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!driver.linkUp() && System.nanoTime() < deadline) {
            NetworkNamespace.awaitReadable(20, driver);
            release(now(driver, packet -> true));
        }
        assertThat(driver.linkUp()).isTrue();
    }

    /// What is there without waiting.
    public List<Packet> now(Driver driver, Predicate<Packet> wanted) {
        List<Packet> got = new ArrayList<>();
        while (driver.poll(batch, pool) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                if (wanted.test(batch.get(i))) {
                    got.add(batch.get(i));
                } else {
                    batch.get(i).release();
                }
            }
            batch.clear();
        }
        return got;
    }

    public static void release(List<Packet> packets) {
        packets.forEach(Packet::release);
    }

    public PacketPool pool() {
        return pool;
    }

    /// Fails when a packet was lost or is still with a driver.
    @Override
    public void close() {
        pool.close();
    }
}
