package io.weft.net.stack.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// How the calls of one socket wait: for how long where a time-out counts, and what an interrupt of a virtual thread closes.
final class Waiting {

    static final long WITHOUT_END = 0;

    private volatile long timeoutNs = WITHOUT_END;
    private volatile Closeable whole;

    /// @param socket what an interrupt closes, as long as it belongs to nothing larger
    Waiting(Closeable socket) {
        whole = socket;
    }

    /// The socket is under one of `java.net`.
    void belongsTo(Closeable larger) {
        whole = larger;
    }

    void timeout(Duration value) {
        timeoutNs = value.toNanos();
    }

    Duration timeout() {
        return Duration.ofNanos(timeoutNs);
    }

    int timeoutMs() {
        return (int) TimeUnit.NANOSECONDS.toMillis(timeoutNs);
    }

    /// Waits until `ready` says so, no longer than the socket's time-out.
    ///
    /// @param call what times out, for the message
    /// @throws SocketTimeoutException when it took longer
    void await(Parking at, BooleanSupplier ready, String call) throws IOException {
        await(at, ready, timeoutNs, call);
    }

    /// Waits until `ready` says so.
    ///
    /// @param longestNs {@link #WITHOUT_END} for as long as it takes
    /// @throws SocketTimeoutException when it took longer
    void await(Parking at, BooleanSupplier ready, long longestNs, String call) throws IOException {
        switch (at.await(ready, longestNs)) {
            case READY -> { }
            case TIMED_OUT -> throw new SocketTimeoutException(call + " timed out");
            case INTERRUPTED -> {
                whole.close();
                throw new SocketException("Closed by interrupt");
            }
        }
    }
}
