package io.weft.net.stack.tcp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Hears what becomes of a socket, on the loop thread. Whatever it does with the socket meanwhile is allowed.
public interface TcpHandler {

    /// Hears nothing.
    TcpHandler NONE = new Deaf();

    /// Whom a socket tells that nobody has taken yet.
    final class Deaf implements TcpHandler {

        private Deaf() { }
    }

    /// The connection that this end asked for stands.
    default void connected(TcpSocket socket) { }

    /// More can be read than before, or the end.
    default void readable(TcpSocket socket) { }

    /// After a write that could not take everything: there is room again.
    default void writable(TcpSocket socket) { }

    /// The connection is over, but for what can still be read.
    ///
    /// @param why or null when both ends have closed
    default void closed(TcpSocket socket, @Nullable IOException why) { }
}
