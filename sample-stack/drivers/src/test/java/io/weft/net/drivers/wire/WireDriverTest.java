package io.weft.net.drivers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.Allocation;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireDriverTest {

    private static final int PACKETS = 250_000;

    private final PacketPool pool = new PacketPool(4096);
    private final PacketBatch batch = new PacketBatch(64);
    private final WireHub hub = new WireHub("lab");

    @AfterEach
    void allPacketsAreBack() {
        batch.release();
        pool.close();
    }

    private Packet packet(int length) {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.put(length);
        for (int i = 0; i < length; i++) {
            packet.u8(i, i * 7);
        }
        return packet;
    }

    private void send(WireDriver from, Packet... packets) {
        PacketBatch out = new PacketBatch(packets.length);
        for (Packet packet : packets) {
            out.add(packet);
        }
        from.transmit(out);
        assertThat(out.isEmpty()).isTrue();
    }

    @Test
    void carriesBytesToEveryOtherEndAndNotBack() {
        WireDriver a = hub.open();
        WireDriver b = hub.open();
        WireDriver c = hub.open();
        Packet sent = packet(100);
        byte[] bytes = sent.toByteArray();
        send(a, sent);

        assertThat(a.poll(batch, pool)).isZero();
        assertThat(b.poll(batch, pool)).isOne();
        assertThat(c.poll(batch, pool)).isOne();
        assertThat(batch.get(0).toByteArray()).isEqualTo(bytes);
        assertThat(batch.get(1).toByteArray()).isEqualTo(bytes);
        assertThat(a.counters().txPackets()).isOne();
        assertThat(a.counters().txBytes()).isEqualTo(100);
        assertThat(b.counters().rxPackets()).isOne();
        assertThat(b.counters().rxBytes()).isEqualTo(100);
    }

    @Test
    void carriesUnfinishedChecksumAndSegmentation() {
        WireDriver a = hub.open();
        WireDriver b = hub.open();
        Packet tcp = packet(60_000);
        tcp.checksumToFinish(34, 16);
        tcp.segmentation(Segmentation.TCPV4, 1448, true);
        Packet udp = packet(65_553);
        udp.checksumToFinish(38, 6);
        udp.segmentation(Segmentation.UDP, 65_535, false);
        Packet plain = packet(60);
        plain.checksum(ChecksumState.VERIFIED);
        send(a, tcp, udp, plain);

        assertThat(a.offloads()).isEqualTo(Offloads.ALL);
        assertThat(b.poll(batch, pool)).isEqualTo(3);
        Packet first = batch.get(0);
        assertThat(first.length()).isEqualTo(60_000);
        assertThat(first.checksum()).isEqualTo(ChecksumState.TO_FINISH);
        assertThat(first.checksumStart()).isEqualTo(34);
        assertThat(first.checksumOffset()).isEqualTo(16);
        assertThat(first.segmentation()).isEqualTo(Segmentation.TCPV4);
        assertThat(first.segmentSize()).isEqualTo(1448);
        assertThat(first.segmentEcn()).isTrue();
        Packet second = batch.get(1);
        assertThat(second.length()).isEqualTo(65_553);
        assertThat(second.segmentation()).isEqualTo(Segmentation.UDP);
        assertThat(second.segmentSize()).isEqualTo(65_535);
        assertThat(second.segmentEcn()).isFalse();
        assertThat(second.checksumStart()).isEqualTo(38);
        Packet third = batch.get(2);
        assertThat(third.checksum()).as("what the sender knew is not what the receiver knows").isEqualTo(ChecksumState.UNCHECKED);
        assertThat(third.segmentation()).isEqualTo(Segmentation.NONE);
    }

    @Test
    void withoutOffloadsRefusesWorkItDidNotOffer() {
        WireHub plain = new WireHub("plain", false);
        WireDriver a = plain.open();
        WireDriver b = plain.open();
        Packet unfinished = packet(60);
        unfinished.checksumToFinish(34, 16);
        Packet uncut = packet(3000);
        uncut.segmentation(Segmentation.TCPV4, 1448, false);
        send(a, unfinished, packet(61), uncut);

        assertThat(a.offloads()).isEqualTo(Offloads.NONE);
        assertThat(a.counters().txErrors()).isEqualTo(2);
        assertThat(b.poll(batch, pool)).isOne();
        assertThat(batch.get(0).length()).isEqualTo(61);
    }

    @Test
    void refusesFramesBeyondTheMtu() {
        WireDriver a = hub.open(new MacAddress(0x0200_0000_0001L), 1400);
        WireDriver b = hub.open();
        send(a, packet(1400 + 18), packet(1400 + 19));

        assertThat(a.counters().txErrors()).isOne();
        assertThat(b.poll(batch, pool)).isOne();
        assertThat(a.mtu()).isEqualTo(1400);
    }

    @Test
    void tellsToWhomAFrameIsAddressed() {
        WireDriver a = hub.open();
        WireProbe probe = hub.probe();
        probe.inject(frameTo(a.mac().value()));
        probe.inject(frameTo(MacAddress.BROADCAST.value()));
        probe.inject(frameTo(0x0100_5E00_0001L));
        probe.inject(frameTo(0x0200_0000_9999L));
        probe.inject(new byte[13]);

        assertThat(a.poll(batch, pool)).isEqualTo(5);
        assertThat(batch.get(0).linkType()).isEqualTo(LinkType.HOST);
        assertThat(batch.get(1).linkType()).isEqualTo(LinkType.BROADCAST);
        assertThat(batch.get(2).linkType()).isEqualTo(LinkType.MULTICAST);
        assertThat(batch.get(3).linkType()).isEqualTo(LinkType.OTHER_HOST);
        assertThat(batch.get(4).linkType()).isEqualTo(LinkType.HOST);
    }

    private static byte[] frameTo(long mac) {
        byte[] frame = new byte[60];
        for (int i = 0; i < 6; i++) {
            frame[i] = (byte) (mac >>> 40 - 8 * i);
        }
        return frame;
    }

    @Test
    void aFullRingDropsAndTheRestArrives() {
        WireDriver a = hub.open();
        WireDriver b = hub.open(null, 1500, 128);
        for (int i = 0; i < 130; i++) {
            send(a, packet(60 + i));
        }
        assertThat(a.counters().txPackets()).isEqualTo(128);
        assertThat(a.counters().txDropped()).isEqualTo(2);
        int received = 0;
        for (int added = b.poll(batch, pool); added > 0; added = b.poll(batch, pool)) {
            for (int i = 0; i < added; i++) {
                assertThat(batch.get(i).length()).isEqualTo(60 + received++);
            }
            batch.release();
        }
        assertThat(received).isEqualTo(128);
    }

    @Test
    void theLargestFrameFitsWhereverItStarts() {
        WireDriver a = hub.open();
        WireDriver b = hub.open(null, 1500, 128);
        for (int start = 0; start < 300; start++) {
            send(a, packet(60));
            Packet large = packet(PacketPool.MAX_FRAME);
            byte[] bytes = large.toByteArray();
            large.segmentation(Segmentation.TCPV4, 1000, false);
            send(a, large);
            assertThat(b.poll(batch, pool)).isEqualTo(2);
            assertThat(batch.get(1).toByteArray()).isEqualTo(bytes);
            batch.release();
        }
        assertThat(a.counters().txDropped()).isZero();
    }

    @Test
    void framesWaitWhenThePoolIsEmpty() {
        PacketPool small = new PacketPool(128);
        WireDriver a = hub.open();
        AtomicInteger woken = new AtomicInteger();
        a.onArrival(woken::incrementAndGet);
        WireProbe probe = hub.probe();
        PacketBatch large = new PacketBatch(200);
        for (int i = 0; i < 129; i++) {
            probe.inject(new byte[60]);
        }
        assertThat(a.poll(large, small)).isEqualTo(128);
        assertThat(a.poll(large, small)).isZero();
        probe.inject(new byte[60]);
        assertThat(woken).hasValue(1);
        large.release();
        assertThat(a.poll(large, small)).isEqualTo(2);
        large.release();
        small.close();
    }

    @Test
    void wakesOnceAfterAPollThatFoundNothing() {
        WireDriver a = hub.open();
        WireDriver b = hub.open();
        AtomicInteger woken = new AtomicInteger();
        b.onArrival(woken::incrementAndGet);
        send(a, packet(60));
        assertThat(woken).as("nobody waits yet").hasValue(0);
        b.poll(batch, pool);
        send(a, packet(60));
        assertThat(woken).as("the poll found one").hasValue(0);
        b.poll(batch, pool);
        b.poll(batch, pool);
        send(a, packet(60));
        send(a, packet(60));
        assertThat(woken).hasValue(1);
    }

    @Test
    void aClosedEndIsGone() {
        WireDriver a = hub.open();
        WireDriver b = hub.open();
        b.close();
        b.close();
        send(a, packet(60));
        send(b, packet(60));
        assertThat(a.poll(batch, pool)).isZero();
        assertThat(b.linkUp()).isFalse();
        assertThat(a.linkUp()).isTrue();
    }

    @Test
    void endsHaveAddressesOfTheirOwnThatAreTheSameEveryTime() {
        WireDriver a = hub.open();
        WireDriver b = hub.open();
        assertThat(a.mac()).isNotEqualTo(b.mac());
        assertThat(new WireHub("lab").open().mac()).isEqualTo(a.mac());
        assertThat(new WireHub("other").open().mac()).isNotEqualTo(a.mac());
        assertThat(a.mac().toString()).startsWith("02:");
    }

    @Test
    void packetsAllocateNothing() {
        WireDriver a = hub.open();
        WireDriver b = hub.open();
        PacketBatch out = new PacketBatch(64);
        assertThat(Allocation.bytesOf(() -> exchange(a, b, out, PACKETS))).isZero();
        assertThat(b.counters().rxPackets()).isGreaterThanOrEqualTo(PACKETS);
    }

    private void exchange(WireDriver a, WireDriver b, PacketBatch out, int count) {
        for (int i = 0; i < count; i += 64) {
            while (!out.isFull()) {
                Packet packet = Objects.requireNonNull(pool.take());
                packet.put(60);
                out.add(packet);
            }
            a.transmit(out);
            b.poll(batch, pool);
            batch.release();
            b.poll(batch, pool);
        }
    }
}
