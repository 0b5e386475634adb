package io.weft.net.benchmarks.iperf;

import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The connection whose data is counted: says the test's cookie, then writes or reads without end.
final class DataStream implements TcpHandler {

    /// What iperf3 writes at once, too.
    static final int BLOCK_BYTES = 1 << 17;

    private final byte[] cookie;
    private final Direction direction;
    private final byte[] block = new byte[BLOCK_BYTES];
    private boolean runs;
    private long bytes;

    DataStream(byte[] cookie, Direction direction) {
        this.cookie = cookie;
        this.direction = direction;
    }

    /// How many bytes were written or read.
    long bytes() {
        return bytes;
    }

    @Override
    public void connected(TcpSocket socket) {
        write(socket, cookie, 0, cookie.length);
    }

    /// The test begins.
    void start(TcpSocket socket) {
        runs = true;
        writable(socket);
    }

    void stop() {
        runs = false;
    }

    @Override
    public void writable(TcpSocket socket) {
        if (!runs || direction == Direction.DOWN) {
            return;
        }
        int taken = block.length;
        while (taken == block.length) {
            taken = write(socket, block, 0, block.length);
            bytes += taken;
        }
    }

    @Override
    public void readable(TcpSocket socket) {
        try {
            for (int count = socket.read(block, 0, block.length); count > 0; count = socket.read(block, 0, block.length)) {
                // what comes after the end of the test is not counted
                bytes += runs ? count : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void closed(TcpSocket socket, @Nullable IOException why) {
        runs = false;
    }

    private static int write(TcpSocket socket, byte[] from, int offset, int length) {
        try {
            return socket.write(from, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
