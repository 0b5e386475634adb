package io.weft.net.drivers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.Drivers;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WireProbeTest {

    @Test
    void takesAndCountsWhatAnotherProbeInjected() {
        WireHub hub = new WireHub("kit");
        try (WireProbe a = hub.probe(); WireProbe b = hub.probe()) {
            byte[] large = new byte[PacketPool.MAX_FRAME];
            large[large.length - 1] = 42;
            assertThat(a.inject(new byte[] {1, 2, 3})).isTrue();
            assertThat(a.inject(large)).isTrue();
            assertThat(a.inject(new byte[0])).isTrue();

            assertThat(b.pending()).isEqualTo(3);
            assertThat(b.take()).containsExactly(1, 2, 3);
            assertThat(b.take()).isEqualTo(large);
            assertThat(b.take()).isEmpty();
            assertThat(b.take()).isNull();
            assertThat(b.pending()).isZero();
            assertThat(a.pending()).isZero();
        }
    }

    @Test
    void refusesFramesThatNoPacketHolds() {
        try (WireProbe probe = new WireHub("kit").probe()) {
            assertThatThrownBy(() -> probe.inject(new byte[PacketPool.MAX_FRAME + 1]))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("65553");
        }
    }

    @Test
    void injectSaysWhenThereIsNoRoom() {
        WireHub hub = new WireHub("kit");
        try (WireProbe a = hub.probe(); WireProbe b = hub.probe()) {
            int taken = 0;
            while (a.inject(new byte[100])) {
                taken++;
            }
            assertThat(taken).isEqualTo(WireHub.USUAL_CELLS).isEqualTo(b.pending());
        }
    }

    @Test
    void isWokenFromAnotherThread() throws Exception {
        WireHub hub = new WireHub("kit");
        try (WireProbe a = hub.probe(); WireProbe b = hub.probe()) {
            CountDownLatch arrived = new CountDownLatch(1);
            b.onArrival(arrived::countDown);
            assertThat(b.awaitArrival()).isTrue();
            Thread sender = Thread.ofPlatform().start(() -> a.inject(new byte[60]));
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            sender.join();
            assertThat(b.awaitArrival()).isFalse();
        }
    }

    @Test
    void sharesANamedSegmentWithDriversUntilTheLastLeaves() throws Exception {
        PacketBatch batch = new PacketBatch(8);
        try (PacketPool pool = new PacketPool(8);
                Driver driver = Drivers.found().open("wire:WireProbeTest?offloads=off");
                WireProbe probe = WireProbe.on("WireProbeTest", false)) {
            probe.inject(new byte[60]);
            assertThat(driver.poll(batch, pool)).isOne();
            driver.transmit(batch);
            assertThat(probe.take()).hasSize(60);
            assertThatThrownBy(() -> WireProbe.on("WireProbeTest", true)).isInstanceOf(DriverException.class)
                    .hasMessage("wire:WireProbeTest: its other ends were opened with offloads=off; all ends of a wire must agree");
        }
        try (WireProbe probe = WireProbe.on("WireProbeTest", true); WireProbe other = WireProbe.on("WireProbeTest", true)) {
            probe.inject(new byte[1]);
            assertThat(other.pending()).isOne();
        }
    }

    @Property(tries = 200)
    void finishesChecksumsAsTheStackWould(@ForAll @Size(min = 40, max = 200) byte[] bytes, @ForAll @IntRange(max = 20) int start) {
        WireHub hub = new WireHub("kit");
        PacketBatch batch = new PacketBatch(1);
        try (PacketPool pool = new PacketPool(1); WireDriver driver = hub.open(); WireProbe probe = hub.probe()) {
            Packet packet = Objects.requireNonNull(pool.take());
            packet.append(bytes);
            packet.checksumToFinish(start, 16);
            int expected = Checksum.finish(Checksum.sum(packet, start, packet.length() - start));
            batch.add(packet);
            driver.transmit(batch);
            byte[] frame = Objects.requireNonNull(probe.take());
            int checksum = Byte.toUnsignedInt(frame[start + 16]) << 8 | Byte.toUnsignedInt(frame[start + 17]);
            assertThat(checksum).isEqualTo(expected == 0 ? 0xFFFF : expected);
        }
    }
}
