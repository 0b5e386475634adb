package io.weft.net.app.operator.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CaptureRingTest {

    @Test
    void countsWhatFindsNoRoomAndLosesNothingElse() {
        CaptureRing ring = new CaptureRing(512);
        try (PacketPool pool = new PacketPool(4)) {
            for (int i = 0; i < 10; i++) {
                put(pool, ring, i, 100);
            }
        }
        // a header of 20 bytes and 100 of the frame
        assertThat(ring.lost()).isEqualTo(6);
        for (int i = 0; i < 4; i++) {
            assertThat(ring.poll()).extracting(CapturedFrame::timeNs, frame -> frame.bytes()[0]).containsExactly((long) i, (byte) i);
        }
        assertThat(ring.poll()).isNull();
    }

    @Test
    void keepsFramesWholeHoweverTheyFallOnItsEnd() {
        CaptureRing ring = new CaptureRing(1000);
        try (PacketPool pool = new PacketPool(4)) {
            for (int i = 0; i < 5000; i++) {
                int length = 1 + i * 37 % 400;
                put(pool, ring, i, length);
                CapturedFrame frame = ring.poll();
                assertThat(frame).isNotNull();
                assertThat(frame.timeNs()).isEqualTo(i);
                byte[] wanted = new byte[length];
                Arrays.fill(wanted, (byte) i);
                assertThat(frame.bytes()).isEqualTo(wanted);
            }
        }
        assertThat(ring.lost()).isZero();
    }

    @Test
    void keepsTheStartOfALongFrame() {
        CaptureRing ring = new CaptureRing(512);
        try (PacketPool pool = new PacketPool(4)) {
            Packet packet = Frames.packet(pool, new byte[300]);
            ring.put(packet, 64, 7, true);
            packet.release();
        }
        assertThat(ring.poll()).extracting(frame -> frame.bytes().length, CapturedFrame::length, CapturedFrame::outgoing)
                .containsExactly(64, 300, true);
    }

    private static void put(PacketPool pool, CaptureRing ring, int number, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        Packet packet = Frames.packet(pool, bytes);
        ring.put(packet, Integer.MAX_VALUE, number, false);
        packet.release();
    }
}
