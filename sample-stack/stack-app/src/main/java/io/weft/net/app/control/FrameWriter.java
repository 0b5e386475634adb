package io.weft.net.app.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Writes frames to a stream of bytes. For one thread.
final class FrameWriter {

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(Frame.HEADER_LENGTH + Frame.MAX_PAYLOAD);

    FrameWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    void write(Frame frame) throws IOException {
        buffer.clear();
        buffer.put((byte) frame.type().code()).putInt(frame.payload().length).put(frame.payload()).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
