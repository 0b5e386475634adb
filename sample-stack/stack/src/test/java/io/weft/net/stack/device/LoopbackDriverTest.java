package io.weft.net.stack.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackDriverTest {

    private final PacketPool pool = new PacketPool(2_000);
    private final LoopbackDriver loopback = new LoopbackDriver();

    @AfterEach
    void close() {
        loopback.close();
        pool.close();
    }

    private Packet send() {
        PacketBatch batch = new PacketBatch(1);
        Packet packet = pool.take();
        assertThat(packet).isNotNull();
        packet.put(100);
        packet.mark(7);
        packet.control(9);
        batch.add(packet);
        loopback.transmit(batch);
        assertThat(batch.isEmpty()).isTrue();
        return packet;
    }

    @Test
    void handsBackTheSamePacketWithItsMarkAndWithoutTheNotesOfTheWayDown() {
        Packet sent = send();
        PacketBatch batch = new PacketBatch(4);
        assertThat(loopback.poll(batch, pool)).isOne();
        Packet back = batch.get(0);
        assertThat(back).isSameAs(sent);
        assertThat(back.mark()).isEqualTo(7);
        assertThat(back.control()).isZero();
        batch.release();
        assertThat(loopback.counters().rxPackets()).isOne();
        assertThat(loopback.counters().txBytes()).isEqualTo(100);
    }

    @Test
    void takesAThousandAndDropsTheRest() {
        for (int i = 0; i < 1_010; i++) {
            send();
        }
        assertThat(pool.underWay()).isEqualTo(1_000);
        assertThat(loopback.counters().txDropped()).isEqualTo(10);
    }
}
