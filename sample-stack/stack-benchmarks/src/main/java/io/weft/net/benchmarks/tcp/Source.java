package io.weft.net.benchmarks.tcp;

import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes without end.
final class Source implements TcpHandler {

    private final byte[] block = new byte[1 << 17];

    @Override
    public void connected(TcpSocket socket) {
        writable(socket);
    }

    @Override
    public void writable(TcpSocket socket) {
        try {
            int taken = block.length;
            while (taken == block.length) {
                taken = socket.write(block, 0, block.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
