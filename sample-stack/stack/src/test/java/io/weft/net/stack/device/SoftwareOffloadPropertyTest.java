package io.weft.net.stack.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.driver.Offloads;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SoftwareOffloadPropertyTest {

    @Property(tries = 300)
    void segmentsTogetherAreTheData(@ForAll @IntRange(min = 1, max = 20_000) int length, @ForAll @IntRange(min = 8, max = 9_000) int size,
            @ForAll int sequence, @ForAll boolean checksumByCard) {
        try (PacketPool pool = new PacketPool(2_560)) {
            PacketBuilder builder = PacketBuilder.tcp("10.0.0.1", 1, "10.0.0.2", 2).sequence(sequence).payloadOf(length);
            byte[] payload = Arrays.copyOfRange(builder.bytes(), 40, 40 + length);
            Packet packet = builder.build(pool);
            packet.segmentation(Segmentation.TCPV4, size, false);
            List<Packet> segments = new ArrayList<>();
            SoftwareOffload.toWire(packet, new Offloads(checksumByCard, false, false), segments::add);
            assertThat(segments).hasSize((length + size - 1) / size);
            int at = 0;
            for (Packet segment : segments) {
                int part = Math.min(size, length - at);
                PacketAssert.assertThat(segment).hasSequence(sequence + at).hasPayload(Arrays.copyOfRange(payload, at, at + part));
                at += part;
                segment.release();
            }
        }
    }

    @Property(tries = 2_000)
    void noRequestThrows(@ForAll byte[] bytes, @ForAll Segmentation kind, @ForAll int size, @ForAll @IntRange(max = 70) int networkAt,
            @ForAll int checksumStart, @ForAll int checksumOffset, @ForAll boolean unfinished, @ForAll boolean checksum) {
        try (PacketPool pool = new PacketPool(4_096)) {
            Packet packet = Objects.requireNonNull(pool.take());
            packet.append(bytes);
            int network = Math.min(networkAt, bytes.length);
            packet.pull(network);
            packet.markNetworkHeader();
            packet.push(network);
            packet.segmentation(kind, size, false);
            if (unfinished) {
                packet.checksumToFinish(checksumStart, checksumOffset);
            }
            SoftwareOffload.toWire(packet, new Offloads(checksum, false, false), Packet::release);
            assertThat(pool.underWay()).isZero();
        }
    }

    @Property(tries = 2_000)
    void noHeaderBytesThrow(@ForAll Random random, @ForAll @IntRange(min = 0, max = 300) int size, @ForAll boolean udp,
            @ForAll boolean unfinished) {
        byte[] bytes = (udp ? PacketBuilder.udp("10.0.0.1", 1, "10.0.0.2", 2) : PacketBuilder.tcp("10.0.0.1", 1, "10.0.0.2", 2))
                .payloadOf(200).ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").bytes();
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(14, 54)] = (byte) random.nextInt();
        }
        try (PacketPool pool = new PacketPool(256)) {
            Packet packet = Objects.requireNonNull(pool.take());
            packet.append(Arrays.copyOf(bytes, random.nextInt(34, bytes.length + 1)));
            packet.pull(14);
            packet.markNetworkHeader();
            packet.push(14);
            packet.segmentation(udp ? Segmentation.UDP : Segmentation.TCPV4, size, false);
            if (unfinished) {
                packet.checksumToFinish(random.nextInt(60), random.nextInt(20));
            }
            SoftwareOffload.toWire(packet, Offloads.NONE, Packet::release);
            assertThat(pool.underWay()).isZero();
        }
    }
}
