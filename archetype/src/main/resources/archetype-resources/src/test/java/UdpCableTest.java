package ${package};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.driver.DriverException;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UdpCableTest {

    @Test
    @Timeout(30)
    void framesComeOutAtTheOtherEnd() throws DriverException {
        try (UdpCable one = UdpCable.open("127.0.0.1:0", Map.of());
                UdpCable other = UdpCable.open("127.0.0.1:0", Map.of("peer", one.name().substring("udp:".length())));
                PacketPool pool = new PacketPool(4)) {
            PacketBatch batch = new PacketBatch(4);
            Packet sent = PacketBuilder.udp("10.7.0.1", 4_000, "10.7.0.2", 53).payload("hello").ethernet("02:00:00:00:00:01", "02:00:00:00:00:02")
                    .build(pool);
            byte[] frame = sent.toByteArray();
            batch.add(sent);
            other.transmit(batch);
            assertThat(batch.isEmpty()).isTrue();
            while (one.poll(batch, pool) == 0) {
                Thread.onSpinWait();
            }
            assertThat(batch.get(0).toByteArray()).isEqualTo(frame);
            batch.release();
            assertThat(other.counters().txPackets()).isEqualTo(1);
            assertThat(one.counters().rxBytes()).isEqualTo(frame.length);
        }
    }

    @Test
    void wordsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> UdpCable.open("nowhere", Map.of())).isInstanceOf(DriverException.class).hasMessageContaining("no ADDRESS:PORT");
        assertThatThrownBy(() -> UdpCable.open("127.0.0.1:0", Map.of("pear", ""))).hasMessageContaining("there are peer, mac");
    }
}
