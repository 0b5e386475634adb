package io.weft.net.drivers.faulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.driver.Driver;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultyDriverTest {

    private static final LinkQuality PERFECT = LinkQuality.PERFECT;
    private static final int EXPERIMENT = 0x88B5;
    private static final int ARP = 0x0806;
    private static final int LENGTH = 100;

    private final PacketPool pool = new PacketPool(4096);
    private final PacketBatch batch = new PacketBatch(64);
    private final WireHub hub = new WireHub("lab", false);
    private final Driver peer = hub.open();
    private long nowNs = 5;

    @AfterEach
    void allPacketsAreBack() {
        batch.release();
        pool.close();
    }

    private FaultyDriver driver(LinkQuality in, LinkQuality out) {
        return driver(in, out, 1);
    }

    private FaultyDriver driver(LinkQuality in, LinkQuality out, long seed) {
        return new FaultyDriver(hub.open(), in, out, seed, () -> nowNs);
    }

    private void send(Driver from, int type, int... numbers) {
        PacketBatch one = new PacketBatch(1);
        for (int number : numbers) {
            Packet packet = Objects.requireNonNull(pool.take());
            packet.put(LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                packet.u8(i, 0);
            }
            packet.u16(12, type);
            packet.i32(14, number);
            one.add(packet);
            from.transmit(one);
        }
    }

    private void sendMany(Driver from, int type, int count) {
        for (int i = 0; i < count; i++) {
            send(from, type, i);
        }
    }

    /// The numbers of the frames that have come.
    private List<Integer> got(Driver at) {
        return frames(at).stream().map(FaultyDriverTest::number).toList();
    }

    private static int number(byte[] frame) {
        return (frame[14] & 0xFF) << 24 | (frame[15] & 0xFF) << 16 | (frame[16] & 0xFF) << 8 | frame[17] & 0xFF;
    }

    private List<byte[]> frames(Driver at) {
        List<byte[]> bytes = new ArrayList<>();
        while (at.poll(batch, pool) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                bytes.add(batch.get(i).toByteArray());
            }
            batch.release();
        }
        return bytes;
    }

    @Test
    void aPerfectLinkPassesEverythingAtOnce() {
        try (FaultyDriver driver = driver(PERFECT, PERFECT)) {
            send(driver, EXPERIMENT, 1, 2, 3);
            send(peer, EXPERIMENT, 4, 5);
            assertThat(got(peer)).containsExactly(1, 2, 3);
            assertThat(got(driver)).containsExactly(4, 5);
            assertThat(driver.pollWithinNs()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void framesTakeTheirTimeEitherWayAndTheLoopIsToldHowLong() {
        LinkQuality slow = PERFECT.withDelay(Duration.ofMillis(20));
        try (FaultyDriver driver = driver(PERFECT.withDelay(Duration.ofMillis(7)), slow)) {
            send(driver, EXPERIMENT, 1);
            send(peer, EXPERIMENT, 2);
            assertThat(got(driver)).isEmpty();
            assertThat(got(peer)).isEmpty();
            assertThat(driver.pollWithinNs()).isEqualTo(7_000_000);
            nowNs += 7_000_000;
            assertThat(driver.pollWithinNs()).isZero();
            assertThat(got(driver)).containsExactly(2);
            assertThat(driver.pollWithinNs()).isEqualTo(13_000_000);
            nowNs += 13_000_000;
            assertThat(got(driver)).isEmpty();
            assertThat(got(peer)).containsExactly(1);
            assertThat(driver.pollWithinNs()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void aShareIsLostAndCounted() {
        try (FaultyDriver driver = driver(PERFECT, PERFECT.withLoss(0.1))) {
            sendMany(driver, EXPERIMENT, 1_000);
            int arrived = got(peer).size();
            assertThat(arrived).isBetween(850, 950);
            assertThat(driver.outFaults()).isEqualTo(new LinkFaults(1_000, 1_000 - arrived, 0, 0, 0));
            assertThat(driver.inFaults()).isEqualTo(new LinkFaults(0, 0, 0, 0, 0));
        }
    }

    @Test
    void theSameSeedIsTheSameLuck() {
        List<List<Integer>> runs = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            try (FaultyDriver driver = driver(PERFECT, PERFECT.withLoss(0.5), seed)) {
                sendMany(driver, EXPERIMENT, 100);
                runs.add(got(peer));
            }
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
    }

    @Test
    void arpIsSpared() {
        LinkQuality worst = PERFECT.withLoss(1).withDuplicate(1).withCorrupt(1).withReorder(1);
        try (FaultyDriver driver = driver(worst, worst)) {
            send(driver, ARP, 1, 2);
            send(peer, ARP, 3);
            send(peer, EXPERIMENT, 4);
            assertThat(got(peer)).containsExactly(1, 2);
            assertThat(got(driver)).containsExactly(3);
        }
    }

    @Test
    void aDoubledFrameComesTwiceWithAllThatIsKnownOfIt() {
        WireHub offloading = new WireHub("offloading");
        Driver far = offloading.open();
        try (FaultyDriver driver = new FaultyDriver(offloading.open(), PERFECT, PERFECT.withDuplicate(1), 1, () -> nowNs)) {
            Packet packet = Objects.requireNonNull(pool.take());
            packet.put(5_000);
            for (int i = 0; i < 5_000; i++) {
                packet.u8(i, i);
            }
            packet.checksumToFinish(34, 16);
            packet.segmentation(Segmentation.TCPV4, 1448, true);
            byte[] bytes = packet.toByteArray();
            batch.add(packet);
            driver.transmit(batch);
            assertThat(far.poll(batch, pool)).isEqualTo(2);
            for (int i = 0; i < 2; i++) {
                Packet got = batch.get(i);
                assertThat(got.toByteArray()).isEqualTo(bytes);
                assertThat(got.checksum()).isEqualTo(ChecksumState.TO_FINISH);
                assertThat(got.segmentation()).isEqualTo(Segmentation.TCPV4);
                assertThat(got.segmentSize()).isEqualTo(1448);
            }
        }
    }

    @Test
    void aCorruptedFrameHasOneBitWrongBehindItsEthernetHeader() {
        try (FaultyDriver driver = driver(PERFECT.withCorrupt(1), PERFECT)) {
            sendMany(peer, EXPERIMENT, 200);
            List<byte[]> frames = frames(driver);
            assertThat(frames).hasSize(200);
            for (int n = 0; n < 200; n++) {
                byte[] frame = frames.get(n);
                byte[] sent = new byte[LENGTH];
                sent[12] = (byte) (EXPERIMENT >> 8);
                sent[13] = (byte) EXPERIMENT;
                sent[17] = (byte) n;
                int wrongBits = 0;
                for (int i = 0; i < LENGTH; i++) {
                    int bits = Integer.bitCount((frame[i] ^ sent[i]) & 0xFF);
                    assertThat(bits == 0 || i >= 14).isTrue();
                    wrongBits += bits;
                }
                assertThat(wrongBits).isOne();
            }
            assertThat(driver.inFaults().corrupted()).isEqualTo(200);
        }
    }

    @Test
    void lateFramesAreOvertaken() {
        try (FaultyDriver driver = driver(PERFECT, PERFECT.withDelay(Duration.ofMillis(2)).withReorder(0.3))) {
            sendMany(driver, EXPERIMENT, 100);
            nowNs += 2_000_000;
            got(driver);
            List<Integer> inTime = got(peer);
            nowNs += 2_000_001;
            got(driver);
            List<Integer> late = got(peer);
            assertThat(inTime).isSorted();
            assertThat(late).hasSize((int) driver.outFaults().late()).hasSizeBetween(15, 45);
            assertThat(inTime.size() + late.size()).isEqualTo(100);
        }
    }

    @Test
    void jitterKeepsTheOrder() {
        try (FaultyDriver driver = driver(PERFECT, PERFECT.withJitter(Duration.ofMillis(5)))) {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                send(driver, EXPERIMENT, i);
                nowNs += 100_000;
                got(driver);
                all.addAll(got(peer));
            }
            nowNs += 5_000_000;
            got(driver);
            all.addAll(got(peer));
            assertThat(all).hasSize(200).isSorted();
        }
    }

    @Test
    void aLinkHoldsAThousandFramesAndClosingGivesThemBack() {
        FaultyDriver driver = driver(PERFECT, PERFECT.withDelay(Duration.ofSeconds(1)));
        sendMany(driver, EXPERIMENT, 1_010);
        assertThat(driver.outFaults().lost()).isEqualTo(10);
        assertThat(pool.underWay()).isEqualTo(1_000);
        driver.close();
        assertThat(pool.underWay()).isZero();
    }

    /// Whoever finished the checksum later would sign what is wrong.
    @Test
    void framesWithoutChecksumsAreNotCorrupted() {
        WireHub offloading = new WireHub("offloading");
        Driver behind = offloading.open();
        assertThatThrownBy(() -> new FaultyDriver(behind, PERFECT.withCorrupt(0.1), PERFECT, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("vnet=off");
        behind.close();
    }
}
