package io.weft.net.stack.socket;

import java.lang.ref.Cleaner;

/// Closes what is under sockets that their program has lost without closing them, as the machine's are closed.
final class AbandonedSockets {

    // one thread for the stacks of a JVM, though nothing else of them is shared: it holds only what is open
    private static final Cleaner CLEANER = Cleaner.create();

    private AbandonedSockets() { }

    /// @param close what closing the socket is, which must not lead back to it
    /// @return does the same at once, and only once in all
    static Runnable closing(Object socket, Runnable close) {
        return CLEANER.register(socket, close)::clean;
    }
}
