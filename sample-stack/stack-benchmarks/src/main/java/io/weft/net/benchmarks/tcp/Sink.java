package io.weft.net.benchmarks.tcp;

import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Reads and counts.
final class Sink implements TcpHandler {

    private final TwoHosts hosts;
    private final byte[] block = new byte[1 << 17];
    private long got;
    private volatile long seen;
    private volatile long mark = Long.MAX_VALUE;

    Sink(TwoHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public void readable(TcpSocket socket) {
        try {
            for (int count = socket.read(block, 0, block.length); count > 0; count = socket.read(block, 0, block.length)) {
                got += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        seen = got;
        if (got >= mark) {
            hosts.wake();
        }
    }

    /// Returns when so many bytes more have come.
    void await(long bytes) {
        long until = seen + bytes;
        mark = until;
        hosts.until(() -> seen >= until);
        mark = Long.MAX_VALUE;
    }
}
