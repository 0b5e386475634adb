package io.weft.net.stack.socket;

import java.net.SocketOption;

/// Options of the stack's sockets that neither {@link java.net.StandardSocketOptions} nor `jdk.net.ExtendedSocketOptions` has.
public final class StackSocketOptions {

    /// For how many milliseconds what was written may go unacknowledged before the connection is given up, be it that the peer is silent
    /// or that it takes nothing (RFC 5482, tcp(7)). Zero, which is usual, has retransmissions and probes decide. A listener's is that of
    /// the connections that it takes.
    ///
    ///     socket.setOption(StackSocketOptions.TCP_USER_TIMEOUT, 30_000);
    public static final SocketOption<Integer> TCP_USER_TIMEOUT = new Named<>("TCP_USER_TIMEOUT", Integer.class);

    private StackSocketOptions() { }

    private record Named<T>(String name, Class<T> type) implements SocketOption<T> {

        @Override
        public String toString() {
            return name;
        }
    }
}
