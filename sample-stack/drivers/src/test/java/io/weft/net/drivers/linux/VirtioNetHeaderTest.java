package io.weft.net.drivers.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtioNetHeaderTest {

    private static Packet packet(PacketPool pool, int length) {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.put(length);
        return packet;
    }

    @ParameterizedTest
    @CsvSource({
        // flags, gso, size, start, offset, length; understood, checksum, segmentation, ecn
        "0, 0, 0, 0, 0, 60, true, UNCHECKED, NONE, false",
        "2, 0, 0, 0, 0, 60, true, VERIFIED, NONE, false",
        "1, 0, 0, 34, 16, 60, true, TO_FINISH, NONE, false",
        "1, 0, 0, 42, 16, 60, true, TO_FINISH, NONE, false",
        "1, 0, 0, 43, 16, 60, false, UNCHECKED, NONE, false",
        "1, 0, 0, 65535, 65535, 60, false, UNCHECKED, NONE, false",
        "1, 1, 1448, 34, 16, 9000, true, TO_FINISH, TCPV4, false",
        "1, 129, 1448, 34, 16, 9000, true, TO_FINISH, TCPV4, true",
        "1, 1, 0, 34, 16, 9000, false, TO_FINISH, NONE, false",
        "1, 5, 1472, 34, 6, 9000, true, TO_FINISH, UDP, false",
        "1, 4, 1428, 54, 16, 9000, true, TO_FINISH, NONE, false",
        "1, 3, 1428, 54, 16, 9000, false, TO_FINISH, NONE, false",
        "0, 128, 0, 0, 0, 60, false, UNCHECKED, NONE, false"})
    void isReadOrRefused(int flags, int gso, int size, int start, int offset, int length,
            boolean understood, ChecksumState checksum, Segmentation segmentation, boolean ecn) {
        try (PacketPool pool = new PacketPool(1); Arena arena = Arena.ofConfined()) {
            long header = arena.allocate(VirtioNetHeader.LENGTH).address();
            Native.u8(header, flags);
            Native.u8(header + 1, gso);
            Native.u16(header + 4, size);
            Native.u16(header + 6, start);
            Native.u16(header + 8, offset);
            Packet packet = packet(pool, length);
            assertThat(VirtioNetHeader.read(header, packet)).isEqualTo(understood);
            assertThat(packet.checksum()).isEqualTo(checksum);
            assertThat(packet.segmentation()).isEqualTo(segmentation);
            assertThat(packet.segmentEcn()).isEqualTo(ecn);
            packet.release();
        }
    }

    @ParameterizedTest
    @CsvSource({"TCPV4, false, 16, 66", "TCPV4, true, 16, 66", "UDP, false, 6, 42", "NONE, false, 16, 0"})
    void whatIsWrittenIsReadAgain(Segmentation kind, boolean ecn, int checksumOffset, int headersLength) {
        try (PacketPool pool = new PacketPool(1); Arena arena = Arena.ofConfined()) {
            long header = arena.allocate(VirtioNetHeader.LENGTH).address();
            Packet packet = packet(pool, 5000);
            packet.u8(34 + 12, 0x80);
            packet.checksumToFinish(34, checksumOffset);
            packet.segmentation(kind, kind == Segmentation.NONE ? 0 : 1000, ecn);
            VirtioNetHeader.write(header, packet);
            packet.release();
            assertThat(Native.u16(header + 2)).isEqualTo(headersLength);

            Packet again = packet(pool, 5000);
            assertThat(VirtioNetHeader.read(header, again)).isTrue();
            assertThat(again.checksum()).isEqualTo(ChecksumState.TO_FINISH);
            assertThat(again.checksumStart()).isEqualTo(34);
            assertThat(again.checksumOffset()).isEqualTo(checksumOffset);
            assertThat(again.segmentation()).isEqualTo(kind);
            assertThat(again.segmentSize()).isEqualTo(kind == Segmentation.NONE ? 0 : 1000);
            assertThat(again.segmentEcn()).isEqualTo(ecn);
            again.release();
        }
    }

    @Property(tries = 2000)
    void noHeaderThrowsAndWhatIsReadLiesWithinThePacket(@ForAll @Size(10) byte[] bytes, @ForAll @IntRange(max = 200) int length) {
        try (PacketPool pool = new PacketPool(1); Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(VirtioNetHeader.LENGTH);
            MemorySegment.copy(bytes, 0, header, ValueLayout.JAVA_BYTE, 0, bytes.length);
            Packet packet = packet(pool, length);
            boolean understood = VirtioNetHeader.read(header.address(), packet);
            if (understood && packet.checksum() == ChecksumState.TO_FINISH) {
                assertThat(packet.checksumStart() + packet.checksumOffset() + 2).isLessThanOrEqualTo(length);
            }
            if (understood) {
                VirtioNetHeader.write(header.address(), packet);
            }
            packet.release();
        }
    }
}
