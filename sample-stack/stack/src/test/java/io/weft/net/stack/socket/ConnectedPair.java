package io.weft.net.stack.socket;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;

/// Two sockets that are connected, and the one that listens.
final class ConnectedPair implements AutoCloseable {

    ServerSocket listener;
    final Socket client;
    final Socket server;

    ConnectedPair(Network network) throws IOException {
        listener = network.servers().createServerSocket(0, 50, Network.LOOPBACK);
        client = network.clients().createSocket(Network.LOOPBACK, listener.getLocalPort());
        server = listener.accept();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        listener.close();
    }

    /// Bytes to be sent, which are the same for the same length.
    static byte[] bytes(int length) {
        byte[] made = new byte[length];
        new Random(length).nextBytes(made);
        return made;
    }
}
