package io.weft.net.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketQueueTest {

    private final PacketPool pool = new PacketPool(4);
    private final PacketQueue queue = new PacketQueue();

    @AfterEach
    void everyPacketEnded() {
        pool.close();
    }

    private Packet add() {
        Packet packet = Objects.requireNonNull(pool.take());
        queue.add(packet);
        return packet;
    }

    @Test
    void firstInFirstOut() {
        Packet first = add();
        Packet second = add();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.peek()).isSameAs(first);
        assertThat(queue.poll()).isSameAs(first);
        Packet third = add();
        assertThat(queue.poll()).isSameAs(second);
        assertThat(queue.poll()).isSameAs(third);
        assertThat(queue.poll()).isNull();
        assertThat(queue.peek()).isNull();
        assertThat(queue.isEmpty()).isTrue();
        first.release();
        second.release();
        third.release();
    }

    @Test
    void fillsAgainAfterItWasEmpty() {
        Packet packet = add();
        assertThat(queue.poll()).isSameAs(packet);
        queue.add(packet);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.poll()).isSameAs(packet);
        packet.release();
    }

    @Test
    void aPacketMayGoFromOneQueueToAnother() {
        Packet first = add();
        Packet second = add();
        PacketQueue other = new PacketQueue();
        other.add(Objects.requireNonNull(queue.poll()));
        assertThat(other.size()).isEqualTo(1);
        assertThat(other.poll()).isSameAs(first);
        assertThat(other.poll()).isNull();
        first.release();
        assertThat(queue.poll()).isSameAs(second);
        second.release();
    }

    @Test
    void dropEndsEveryPacket() {
        add();
        add();
        add();
        queue.drop(DropReason.NEIGHBOR_FAILED);
        assertThat(queue.size()).isZero();
        assertThat(pool.drops().of(DropReason.NEIGHBOR_FAILED)).isEqualTo(3);
        assertThat(pool.underWay()).isZero();
    }
}
