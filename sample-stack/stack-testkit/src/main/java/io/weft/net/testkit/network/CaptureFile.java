package io.weft.net.testkit.network;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A file in the format pcapng (draft-ietf-opsawg-pcapng): an interface for each link, and the frames as their senders put them there. What
/// a link did with a frame stands in the frame's comment, where it did not just carry it.
final class CaptureFile implements AutoCloseable {

    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final short LINK_TYPE_ETHERNET = 1;
    private static final int ROOM = 1 << 17;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    // options of blocks
    private static final int COMMENT = 1;
    private static final int USER_APPLICATION = 4;
    private static final int NAME = 2;
    private static final int DESCRIPTION = 3;
    private static final int TIME_RESOLUTION = 9;
    private static final byte NANOSECONDS = 9;

    private final OutputStream out;
    private final ByteBuffer block = ByteBuffer.allocate(ROOM).order(ByteOrder.LITTLE_ENDIAN);

    private CaptureFile(OutputStream out) {
        this.out = out;
    }

    /// Writes a whole file, and the folders that it lies in.
    ///
    /// @param comment says what the file holds
    /// @param start when the network came up
    static void write(Path path, String comment, List<Link> links, List<Frame> frames, Instant start) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        try (CaptureFile file = new CaptureFile(new BufferedOutputStream(Files.newOutputStream(path)))) {
            file.section(comment);
            for (Link link : links) {
                file.link(link);
            }
            for (Frame frame : frames) {
                file.frame(frame, start);
            }
        }
    }

    private void section(String comment) throws IOException {
        begin(SECTION);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        option(COMMENT, comment);
        option(USER_APPLICATION, "weft");
        end();
    }

    private void link(Link link) throws IOException {
        begin(INTERFACE);
        block.putShort(LINK_TYPE_ETHERNET).putShort((short) 0).putInt(0);
        option(NAME, link.name());
        option(DESCRIPTION, link.subnet() + " " + link.quality());
        option(TIME_RESOLUTION, new byte[] {NANOSECONDS});
        end();
    }

    private void frame(Frame frame, Instant start) throws IOException {
        Instant at = start.plus(frame.at());
        long ns = at.getEpochSecond() * NS_PER_SECOND + at.getNano();
        begin(ENHANCED_PACKET);
        // links are numbered from 1
        block.putInt(frame.link().number() - 1).putInt((int) (ns >>> 32)).putInt((int) ns);
        block.putInt(frame.bytes().length).putInt(frame.bytes().length).put(frame.bytes());
        pad();
        if (frame.fate() != Fate.ARRIVES) {
            option(COMMENT, frame.fate().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        end();
    }

    private void begin(int type) {
        block.clear().putInt(type).putInt(0);
    }

    private void option(int code, String text) {
        option(code, text.getBytes(StandardCharsets.UTF_8));
    }

    private void option(int code, byte[] value) {
        block.putShort((short) code).putShort((short) value.length).put(value);
        pad();
    }

    private void end() throws IOException {
        // the end of the options, then the block's length once more
        block.putInt(0);
        int length = block.position() + Integer.BYTES;
        block.putInt(length).putInt(4, length);
        out.write(block.array(), 0, length);
    }

    private void pad() {
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
