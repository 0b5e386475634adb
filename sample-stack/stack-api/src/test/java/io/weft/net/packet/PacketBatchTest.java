package io.weft.net.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketBatchTest {

    private final PacketPool pool = new PacketPool(4);
    private final PacketBatch batch = new PacketBatch(2);

    @AfterEach
    void everyPacketEnded() {
        pool.close();
    }

    private Packet take() {
        return Objects.requireNonNull(pool.take());
    }

    @Test
    void holdsAsManyAsItHasPlaces() {
        Packet one = take();
        Packet two = take();
        assertThat(batch.isEmpty()).isTrue();
        batch.add(one);
        assertThat(batch.room()).isEqualTo(1);
        batch.add(two);
        assertThat(batch.isFull()).isTrue();
        assertThat(batch.size()).isEqualTo(batch.capacity());
        assertThat(batch.get(0)).isSameAs(one);
        assertThat(batch.get(1)).isSameAs(two);
        Packet three = take();
        assertThatThrownBy(() -> batch.add(three)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(batch.size()).isEqualTo(2);
        three.release();
        batch.release();
    }

    @Test
    void clearForgetsAndReleaseEnds() {
        Packet packet = take();
        batch.add(packet);
        batch.clear();
        assertThat(batch.isEmpty()).isTrue();
        assertThat(packet.isReleased()).isFalse();
        batch.add(packet);
        batch.release();
        assertThat(batch.isEmpty()).isTrue();
        assertThat(packet.isReleased()).isTrue();
    }

    @Test
    void placesThatAreFreeHoldNothing() {
        Packet packet = take();
        batch.add(packet);
        assertThatThrownBy(() -> batch.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        batch.release();
        assertThatThrownBy(() -> batch.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
