package io.weft.net.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// SIGTERM and SIGINT, made into a clean stop of the main thread with exit code 0.
///
/// The main thread waits, is woken by the signal, closes what it opened and says so; then the process ends.
final class StopSignal {

    private static final long CLOSING_TIMEOUT_S = 10;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean ended;

    static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "weft-stop"));
        return signal;
    }

    private void stop() {
        if (ended) {
            // the main thread ended by itself and brings an exit code of its own
            return;
        }
        requested.countDown();
        try {
            if (closed.await(CLOSING_TIMEOUT_S, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(Main.EXIT_OK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void await() throws InterruptedException {
        requested.await();
    }

    /// All is closed: the process may end.
    void done() {
        ended = requested.getCount() > 0;
        closed.countDown();
    }
}
