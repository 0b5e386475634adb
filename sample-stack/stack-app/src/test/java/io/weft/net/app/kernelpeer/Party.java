package io.weft.net.app.kernelpeer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/// One of the two hosts at a link, as a Java program on it sees its sockets.
///
/// @param name for messages
/// @param address its own
record Party(String name, InetAddress address, SocketFactory clients, ServerSocketFactory servers) {

    private static final int BACKLOG = 64;
    /// Longer than any silence that a link of this test brings about.
    private static final int PATIENCE_MS = 150_000;

    ServerSocket listen() throws IOException {
        ServerSocket listening = servers.createServerSocket(0, BACKLOG, address);
        listening.setSoTimeout(PATIENCE_MS);
        return listening;
    }

    Socket connect(ServerSocket to) throws IOException {
        Socket socket = clients.createSocket();
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(to.getInetAddress(), to.getLocalPort()), PATIENCE_MS);
        return socket;
    }

    static Socket accept(ServerSocket listening) throws IOException {
        Socket socket = listening.accept();
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }
}
