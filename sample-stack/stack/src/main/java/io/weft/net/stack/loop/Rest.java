package io.weft.net.stack.loop;

/// How the loop thread waits when it has nothing to do.
interface Rest extends AutoCloseable {

    /// Waits until frames have arrived, {@link #wake} was called, or the time is over; may end sooner.
    ///
    /// @param timeoutNs at least 0, or {@link Long#MAX_VALUE} for no limit
    void await(long timeoutNs);

    /// Ends a wait that is going on. From any thread.
    void wake();

    @Override
    default void close() { }
}
