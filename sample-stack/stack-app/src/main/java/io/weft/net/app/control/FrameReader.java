package io.weft.net.app.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of bytes into frames. For one thread.
final class FrameReader {

    private final ReadableByteChannel channel;
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_LENGTH);

    FrameReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /// The next frame, or null where the stream ends between two frames.
    ///
    /// @throws ProtocolException for a frame of unknown type or beyond the bound, and for a stream that ends inside a frame
    @Nullable Frame read() throws IOException {
        header.clear();
        if (!fill(header)) {
            if (header.position() == 0) {
                return null;
            }
            throw cutOff();
        }
        header.flip();
        int code = Byte.toUnsignedInt(header.get());
        int length = header.getInt();
        Frame.Type type = Frame.Type.ofCode(code);
        if (type == null) {
            throw new ProtocolException("frame of unknown type " + code);
        }
        if (length < 0 || length > Frame.MAX_PAYLOAD) {
            throw new ProtocolException("frame of " + Integer.toUnsignedString(length) + " bytes, more than " + Frame.MAX_PAYLOAD);
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        if (!fill(payload)) {
            throw cutOff();
        }
        return new Frame(type, payload.array());
    }

    /// As {@link #read}, where the conversation is not over yet.
    Frame require() throws IOException {
        Frame frame = read();
        if (frame == null) {
            throw new ProtocolException("the other end closed the control socket");
        }
        return frame;
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    private static ProtocolException cutOff() {
        return new ProtocolException("the control socket was closed inside a frame");
    }
}
