package io.weft.net.stack.tcp;

/// A port that a program has taken before it connects from it. Closing frees it. Belongs to the loop thread.
public final class TcpPort implements AutoCloseable {

    private final TcpSockets sockets;
    private final int address;
    private final int port;

    TcpPort(TcpSockets sockets, int address, int port) {
        this.sockets = sockets;
        this.address = address;
        this.port = port;
    }

    /// 0.0.0.0 for all of this host's.
    public int address() {
        return address;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        sockets.free(this);
    }
}
