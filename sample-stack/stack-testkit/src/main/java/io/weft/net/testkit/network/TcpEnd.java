package io.weft.net.testkit.network;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// An end of a TCP connection that a test speaks through, never waiting: what does not fit into the send buffer is written as there is
/// room, what comes is kept. From any thread.
public final class TcpEnd {

    private static final int CHUNK = 16_384;

    private final Host host;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private boolean finishing;
    private @Nullable TcpSocket socket;
    private volatile boolean connected;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile @Nullable IOException broken;

    private final TcpHandler handler = new TcpHandler() {
        @Override
        public void connected(TcpSocket of) {
            connected = true;
            flush(of);
        }

        @Override
        public void readable(TcpSocket of) {
            drain(of);
        }

        @Override
        public void writable(TcpSocket of) {
            flush(of);
        }

        @Override
        public void closed(TcpSocket of, @Nullable IOException why) {
            drain(of);
            broken = why;
            closed = true;
        }
    };

    TcpEnd(Host host) {
        this.host = host;
    }

    // ---- on the loop thread

    void connect(String address, int port) throws IOException {
        socket = host.stack().tcp().connect(Ipv4.parse(address), port, handler);
    }

    void take(TcpSocket accepted) {
        socket = accepted;
        connected = true;
        accepted.handler(handler);
        drain(accepted);
    }

    private void drain(TcpSocket from) {
        byte[] chunk = new byte[CHUNK];
        try {
            int length = from.read(chunk, 0, chunk.length);
            while (length > 0) {
                synchronized (received) {
                    received.write(chunk, 0, length);
                }
                length = from.read(chunk, 0, chunk.length);
            }
            ended |= length < 0;
        } catch (IOException e) {
            broken = e;
        }
    }

    private void flush(TcpSocket to) {
        try {
            int taken = unsent.hasRemaining() ? to.write(unsent) : 0;
            while (taken > 0 && unsent.hasRemaining()) {
                taken = to.write(unsent);
            }
            if (finishing && !unsent.hasRemaining()) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            broken = e;
        }
    }

    // ---- what the test does

    public TcpEnd write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes now what there is room for, and the rest as there is more.
    public TcpEnd write(byte[] bytes) {
        return call(to -> {
            unsent = ByteBuffer.wrap(ByteBuffer.allocate(unsent.remaining() + bytes.length).put(unsent).put(bytes).array());
            if (connected) {
                flush(to);
            }
        });
    }

    /// Says that nothing more will be written, when all is.
    public TcpEnd finish() {
        return call(to -> {
            finishing = true;
            if (connected) {
                flush(to);
            }
        });
    }

    /// Breaks the connection off with a reset.
    public TcpEnd abort() {
        return call(TcpSocket::abort);
    }

    private interface Act {
        void on(TcpSocket socket);
    }

    private TcpEnd call(Act act) {
        return host.call(() -> {
            TcpSocket there = socket;
            if (there == null) {
                throw new IllegalStateException("nobody has asked for the connection");
            }
            act.on(there);
            return this;
        });
    }

    // ---- what has become of it

    /// Whether it stood at any time.
    public boolean isConnected() {
        return connected;
    }

    /// Whether the other end has said that nothing more comes.
    public boolean isAtEnd() {
        return ended;
    }

    /// Whether it is over.
    public boolean isClosed() {
        return closed;
    }

    /// Why it broke, or null.
    public @Nullable IOException failure() {
        return broken;
    }

    public byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    public String text() {
        return new String(received(), StandardCharsets.UTF_8);
    }
}
