package io.weft.hook.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Threads of a stress test: some send subjects, others change what they meet, and a failure of any is the test's.
final class Senders implements AutoCloseable {

    /// What a thread does.
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /// What one of several senders does.
    @FunctionalInterface
    interface Share {
        /// @param sender its number, from 0
        void send(int sender) throws Exception;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();

    Future<?> start(Work work) {
        return threads.submit((Callable<Object>) () -> {
            work.run();
            return true;
        });
    }

    /// Returns when all have sent their share.
    void send(int senders, Share share) throws Exception {
        List<Future<?>> sending = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            int sender = i;
            sending.add(start(() -> share.send(sender)));
        }
        await(sending);
    }

    static void await(List<Future<?>> working) throws Exception {
        for (Future<?> each : working) {
            each.get();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
