package io.weft.net.stack.socket;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/// A `java.net.ServerSocket` over the stack.
final class StackServerSocket extends ServerSocket {

    private final Sockets sockets;

    StackServerSocket(Sockets sockets) {
        this(sockets, new StackServerSocketImpl(sockets));
    }

    private StackServerSocket(Sockets sockets, StackServerSocketImpl impl) {
        super(impl);
        this.sockets = sockets;
        impl.belongsTo(this);
    }

    /// As in the superclass, but for the kind of socket: without a factory for all of the JVM it would make one of the machine's.
    @Override
    public Socket accept() throws IOException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        if (!isBound()) {
            throw new SocketException("Socket is not bound yet");
        }
        StackSocket accepted = new StackSocket(sockets);
        implAccept(accepted);
        return accepted;
    }
}
