package io.weft.net.stack.socket;

import java.net.Socket;
import java.net.SocketException;

/// A `java.net.Socket` over the stack.
final class StackSocket extends Socket {

    StackSocket(Sockets sockets) throws SocketException {
        this(new StackSocketImpl(sockets.stream(), sockets));
    }

    private StackSocket(StackSocketImpl impl) throws SocketException {
        super(impl);
        impl.belongsTo(this);
    }
}
