package io.weft.net.drivers.pcap;

import io.weft.net.driver.Driver.LinkLayer;
import io.weft.net.packet.Packet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes the classic capture format, in nanoseconds and this machine's usual byte order, little-endian.
final class PcapWriter implements AutoCloseable {

    private static final int VERSION_MAJOR = 2;
    private static final int VERSION_MINOR = 4;
    private static final int BUFFER = 1 << 18;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final OutputStream file;
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    PcapWriter(OutputStream file, LinkLayer linkLayer) throws IOException {
        this.file = file;
        buffer.putInt(PcapReader.NANOSECONDS).putShort((short) VERSION_MAJOR).putShort((short) VERSION_MINOR)
                .putInt(0).putInt(0).putInt(CaptureReader.LARGEST_FRAME).putInt(FrameFormat.linkType(linkLayer));
        flush();
    }

    /// Appends a frame.
    ///
    /// @param timeNs since 1970
    void write(Packet frame, long timeNs) throws IOException {
        int length = frame.length();
        if (buffer.remaining() < PcapReader.RECORD_HEADER + length) {
            flush();
        }
        buffer.putInt((int) (timeNs / NS_PER_SECOND)).putInt((int) (timeNs % NS_PER_SECOND)).putInt(length).putInt(length);
        frame.copyTo(0, bytes, buffer.position(), length);
        buffer.position(buffer.position() + length);
    }

    /// Hands what was written to the system, so that the file is whole even if this process is killed.
    void flush() throws IOException {
        try {
            file.write(bytes, 0, buffer.position());
        } finally {
            buffer.clear();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
