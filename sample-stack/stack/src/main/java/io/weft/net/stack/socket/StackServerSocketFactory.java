package io.weft.net.stack.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes listening sockets for programs that take a `ServerSocketFactory`.
final class StackServerSocketFactory extends ServerSocketFactory {

    /// What `java.net.ServerSocket` says where nobody does.
    private static final int DEFAULT_BACKLOG = 50;

    private final Sockets sockets;

    StackServerSocketFactory(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public ServerSocket createServerSocket() {
        return new StackServerSocket(sockets);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, DEFAULT_BACKLOG, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) throws IOException {
        ServerSocket made = createServerSocket();
        made.bind(new InetSocketAddress(address, port), backlog);
        return made;
    }
}
