package io.weft.net.app.operator.dump;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes a capture of one interface in the format pcapng (draft-ietf-opsawg-pcapng), with times in nanoseconds, the direction of each
/// frame, and at the end how many were lost.
final class PcapngWriter {

    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int LINKTYPE_RAW = 101;
    private static final int OVERHEAD = 256;

    // options of blocks
    private static final int USER_APPLICATION = 4;
    private static final int NAME = 2;
    private static final int TIME_RESOLUTION = 9;
    private static final int PACKET_FLAGS = 2;
    private static final int RECEIVED = 4;
    private static final int LOST = 5;
    private static final byte NANOSECONDS = 9;

    private final OutputStream out;
    private final ByteBuffer block;

    /// @param snapLength the most bytes of a frame
    PcapngWriter(OutputStream out, int snapLength) {
        this.out = out;
        block = ByteBuffer.allocate(snapLength + OVERHEAD).order(ByteOrder.LITTLE_ENDIAN);
    }

    void begin(String device, boolean framed, int snapLength) throws IOException {
        start(SECTION);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        option(USER_APPLICATION, "weft dump".getBytes(StandardCharsets.UTF_8));
        end();
        start(INTERFACE);
        block.putShort((short) (framed ? LINKTYPE_ETHERNET : LINKTYPE_RAW)).putShort((short) 0).putInt(snapLength);
        option(NAME, device.getBytes(StandardCharsets.UTF_8));
        option(TIME_RESOLUTION, new byte[] {NANOSECONDS});
        end();
    }

    void write(CapturedFrame frame) throws IOException {
        start(ENHANCED_PACKET);
        time(frame.timeNs());
        block.putInt(frame.bytes().length).putInt(frame.length()).put(frame.bytes());
        pad();
        option(PACKET_FLAGS, new byte[] {(byte) (frame.outgoing() ? 2 : 1), 0, 0, 0});
        end();
    }

    void finish(long timeNs, long received, long lost) throws IOException {
        start(STATISTICS);
        time(timeNs);
        option(RECEIVED, number(received));
        option(LOST, number(lost));
        end();
    }

    private void time(long timeNs) {
        // the first number is the interface's, and there is one only
        block.putInt(0).putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }

    private void start(int type) {
        block.clear().putInt(type).putInt(0);
    }

    private void option(int code, byte[] value) {
        block.putShort((short) code).putShort((short) value.length).put(value);
        pad();
    }

    private void pad() {
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
    }

    private void end() throws IOException {
        // the end of the options, then the block's length once more
        block.putInt(0);
        int length = block.position() + Integer.BYTES;
        block.putInt(length).putInt(4, length);
        out.write(block.array(), 0, length);
    }
}
