package io.weft.net.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacketPoolTest {

    private static List<Packet> takeAll(PacketPool pool) {
        List<Packet> all = new ArrayList<>();
        for (Packet packet = pool.take(); packet != null; packet = pool.take()) {
            all.add(packet);
        }
        return all;
    }

    @Test
    void givesNoMoreThanItsBoundInWholeSlabs() {
        try (PacketPool pool = new PacketPool(129)) {
            List<Packet> all = takeAll(pool);
            assertThat(all).hasSize(256).doesNotHaveDuplicates();
            assertThat(pool.underWay()).isEqualTo(256);
            assertThat(pool.exhausted()).isEqualTo(1);
            all.removeLast().release();
            assertThat(pool.take()).isNotNull().satisfies(all::add);
            all.forEach(Packet::release);
            assertThat(pool.underWay()).isZero();
        }
    }

    @Test
    void packetsDoNotShareMemory() {
        try (PacketPool pool = new PacketPool(256)) {
            List<Packet> all = takeAll(pool);
            for (int i = 0; i < all.size(); i++) {
                Packet packet = all.get(i);
                packet.push(PacketPool.HEADROOM);
                packet.put(packet.tailroom());
                packet.i32(0, i);
                packet.i32(packet.length() - 4, i);
            }
            for (int i = 0; i < all.size(); i++) {
                Packet packet = all.get(i);
                assertThat(packet.i32(0)).isEqualTo(i);
                assertThat(packet.i32(packet.length() - 4)).isEqualTo(i);
                packet.release();
            }
        }
    }

    @Test
    void whatOnePoolLeavesTheNextOneUses() {
        PacketPool first = new PacketPool(128);
        Set<Long> memory = new HashSet<>();
        Packet packet = Objects.requireNonNull(first.take());
        memory.add(packet.base());
        packet.release();
        first.close();
        // other tests' slabs may stand before it in the queue
        boolean found = false;
        List<PacketPool> pools = new ArrayList<>();
        for (int i = 0; i < 200 && !found; i++) {
            PacketPool pool = new PacketPool(128);
            pools.add(pool);
            List<Packet> all = takeAll(pool);
            found = all.stream().anyMatch(one -> memory.contains(one.base()));
            all.forEach(Packet::release);
        }
        pools.forEach(PacketPool::close);
        assertThat(found).isTrue();
    }

    @Test
    void doesNotCloseWhilePacketsAreUnderWay() {
        PacketPool pool = new PacketPool(1);
        Packet packet = Objects.requireNonNull(pool.take());
        assertThatIllegalStateException().isThrownBy(pool::close).withMessageContaining("1 packets");
        packet.release();
        pool.close();
    }

    @Test
    void headersOfNeighboursFallOnDifferentCacheSets() {
        assertThat(PacketPool.STRIDE % 64).isZero();
        assertThat(PacketPool.STRIDE % 4_096).isNotZero();
        assertThat(PacketPool.STRIDE).isGreaterThanOrEqualTo(PacketPool.HEADROOM + PacketPool.MAX_FRAME);
    }
}
