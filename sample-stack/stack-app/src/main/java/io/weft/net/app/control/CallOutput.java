package io.weft.net.app.control;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A command's standard output and standard error, made into frames in the order in which they were written.
final class CallOutput {

    private static final int BUFFER_BYTES = 8 * 1024;

    private final Outbox outbox;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private Frame.Type bufferedType = Frame.Type.OUTPUT;

    CallOutput(Outbox outbox) {
        this.outbox = outbox;
    }

    PrintStream out() {
        return new PrintStream(new Half(Frame.Type.OUTPUT), false, StandardCharsets.UTF_8);
    }

    PrintStream err() {
        return new PrintStream(new Half(Frame.Type.ERROR), false, StandardCharsets.UTF_8);
    }

    /// @throws IOException when the client is gone
    synchronized void flush() throws IOException {
        outbox.requireReader();
        if (buffered > 0) {
            outbox.put(new Frame(bufferedType, Arrays.copyOf(buffer, buffered)));
            buffered = 0;
        }
    }

    private synchronized void write(Frame.Type type, byte[] bytes, int from, int length) throws IOException {
        if (type != bufferedType) {
            flush();
            bufferedType = type;
        }
        int at = from;
        while (at < from + length) {
            int part = Math.min(from + length - at, BUFFER_BYTES - buffered);
            System.arraycopy(bytes, at, buffer, buffered, part);
            at += part;
            buffered += part;
            if (buffered == BUFFER_BYTES) {
                flush();
            }
        }
    }

    private final class Half extends OutputStream {

        private final Frame.Type type;

        Half(Frame.Type type) {
            this.type = type;
        }

        @Override
        public void write(int octet) throws IOException {
            CallOutput.this.write(type, new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            CallOutput.this.write(type, bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            CallOutput.this.flush();
        }
    }
}
