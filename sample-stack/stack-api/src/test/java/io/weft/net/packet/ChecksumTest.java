package io.weft.net.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChecksumTest {

    private final PacketPool pool = new PacketPool(2);

    @AfterTry
    @AfterEach
    void everyPacketEnded() {
        pool.close();
    }

    /// RFC 1071 §1, word by word: pairs of octets as 16-bit numbers, added with end-around carry.
    private static int reference(byte[] bytes, int from, int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            int high = Byte.toUnsignedInt(bytes[from + i]);
            int low = i + 1 < length ? Byte.toUnsignedInt(bytes[from + i + 1]) : 0;
            sum += high << 8 | low;
            if (sum > 0xFFFF) {
                sum -= 0xFFFF;
            }
        }
        return sum;
    }

    private Packet packet(byte[] bytes) {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.append(bytes);
        return packet;
    }

    @Property
    void sumIsThatOfRfc1071(@ForAll byte[] bytes, @ForAll Random random) {
        Packet packet = packet(bytes);
        int from = random.nextInt(bytes.length + 1);
        int length = random.nextInt(bytes.length - from + 1);
        assertThat(Checksum.sum(packet, from, length)).isEqualTo(reference(bytes, from, length));
        packet.release();
    }

    @Property(tries = 60)
    void sumOfTheLargestPacketsIsRight(@ForAll @IntRange(min = 65_500, max = 65_535) int length, @ForAll boolean allOnes,
            @ForAll Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (allOnes) {
            java.util.Arrays.fill(bytes, (byte) 0xFF);
        }
        Packet packet = packet(bytes);
        assertThat(Checksum.sum(packet, 0, length)).isEqualTo(reference(bytes, 0, length));
        packet.release();
    }

    @Property
    void sumsOfPartsAddUpToThatOfTheWhole(@ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(max = 100) int half) {
        Packet packet = packet(bytes);
        int cut = Math.min(half * 2, bytes.length & ~1);
        int parts = Checksum.fold((long) Checksum.sum(packet, 0, cut) + Checksum.sum(packet, cut, bytes.length - cut));
        assertThat(parts).isEqualTo(Checksum.sum(packet, 0, bytes.length));
        packet.release();
    }

    @Property
    void aFinishedChecksumMakesTheSumAllOnes(@ForAll @Size(min = 2, max = 100) byte[] bytes) {
        Packet packet = packet(bytes);
        packet.u16(0, 0);
        packet.u16(0, Checksum.finish(Checksum.sum(packet, 0, bytes.length)));
        assertThat(Checksum.sum(packet, 0, bytes.length)).isEqualTo(0xFFFF);
        packet.release();
    }

    @Property
    void update16EqualsComputingAnew(@ForAll @Size(min = 4, max = 60) byte[] bytes, @ForAll Random random, @ForAll short value) {
        Packet packet = packet(bytes);
        int at = random.nextInt(bytes.length / 2) * 2;
        int before = Checksum.finish(Checksum.sum(packet, 0, bytes.length));
        int old = packet.u16(at);
        packet.u16(at, value);
        int sum = Checksum.sum(packet, 0, bytes.length);
        int updated = Checksum.update16(before, old, Short.toUnsignedInt(value));
        isChecksumOf(updated, sum);
        packet.release();
    }

    @Property
    void update32EqualsComputingAnew(@ForAll @Size(min = 4, max = 60) byte[] bytes, @ForAll Random random, @ForAll int value) {
        Packet packet = packet(bytes);
        int at = random.nextInt((bytes.length - 2) / 2) * 2;
        int before = Checksum.finish(Checksum.sum(packet, 0, bytes.length));
        int old = packet.i32(at);
        packet.i32(at, value);
        isChecksumOf(Checksum.update32(before, old, value), Checksum.sum(packet, 0, bytes.length));
        packet.release();
    }

    /// Where nothing but zeroes is left under a checksum the update may say the other zero (RFC 1624 §5); no header is all zeroes.
    private static void isChecksumOf(int checksum, int sum) {
        if (sum != 0) {
            assertThat(checksum).isEqualTo(~sum & 0xFFFF);
        } else {
            assertThat(checksum).isIn(0, 0xFFFF);
        }
    }

    @Property
    void pseudoHeaderSumIsThatOfItsTwelveBytes(@ForAll int source, @ForAll int destination, @ForAll @IntRange(max = 255) int protocol,
            @ForAll @IntRange(max = 65_535) int length) {
        byte[] bytes = ByteBuffer.allocate(12).putInt(source).putInt(destination).put((byte) 0).put((byte) protocol)
                .putShort((short) length).array();
        assertThat(Checksum.pseudoHeader(source, destination, protocol, length)).isEqualTo(reference(bytes, 0, 12));
    }

    @Test
    void theExampleOfRfc1071() {
        Packet packet = packet(HexFormat.of().parseHex("0001f203f4f5f6f7"));
        assertThat(Checksum.sum(packet, 0, 8)).isEqualTo(0xDDF2);
        packet.release();
    }

    @Test
    void theExampleOfRfc1624() {
        // §4: a checksum of 0xDD2F whose word 0x5555 becomes 0x3285 ends at 0x0000, not at 0xFFFF
        assertThat(Checksum.update16(0xDD2F, 0x5555, 0x3285)).isZero();
    }

    @Test
    void sumOfNothingIsZero() {
        Packet packet = packet(new byte[0]);
        assertThat(Checksum.sum(packet, 0, 0)).isZero();
        packet.release();
    }

    @Property
    void finishWritesWhatASenderWouldHaveComputed(@ForAll @Size(min = 8, max = 200) byte[] bytes, @ForAll @IntRange(max = 4) int start,
            @ForAll short seed) {
        Packet packet = packet(bytes);
        int offset = 2;
        packet.u16(start + offset, seed);
        int checksum = Checksum.finish(Checksum.sum(packet, start, bytes.length - start));
        packet.checksumToFinish(start, offset);
        assertThat(Checksum.finish(packet)).isTrue();
        assertThat(packet.checksum()).isEqualTo(ChecksumState.VERIFIED);
        assertThat(packet.u16(start + offset)).isEqualTo(checksum == 0 ? 0xFFFF : checksum);
        packet.release();
    }

    @Test
    void finishRefusesPlacesOutsideThePacket() {
        int[][] places = {{-1, 0}, {0, -1}, {7, 0}, {0, 7}, {6, 1}, {9, 0}, {Integer.MAX_VALUE, 1}, {1, Integer.MAX_VALUE}};
        for (int length : new int[] {0, 1, 8}) {
            for (int[] place : places) {
                Packet packet = packet(new byte[length]);
                packet.checksumToFinish(place[0], place[1]);
                assertThat(Checksum.finish(packet)).as("start %d, offset %d of %d bytes", place[0], place[1], length).isFalse();
                assertThat(packet.toByteArray()).isEqualTo(new byte[length]);
                assertThat(packet.checksum()).isEqualTo(ChecksumState.TO_FINISH);
                packet.release();
            }
        }
    }
}
