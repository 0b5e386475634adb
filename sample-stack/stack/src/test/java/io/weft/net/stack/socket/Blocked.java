package io.weft.net.stack.socket;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// A call under a thread of its own that is expected to wait.
final class Blocked<T> {

    private static final long LONG_ENOUGH_NS = 100_000_000L;

    interface Call<T> {
        T run() throws Exception;
    }

    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Blocked(Thread.Builder kind, Call<T> call) {
        thread = kind.start(() -> {
            try {
                outcome.complete(call.run());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
    }

    /// Starts the call and gives it time to come to where it waits; a thread in a system call does not say that it waits.
    static <T> Blocked<T> on(Thread.Builder kind, Call<T> call) {
        Blocked<T> made = new Blocked<>(kind, call);
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < LONG_ENOUGH_NS && made.thread.getState() != Thread.State.WAITING
                && made.thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return made;
    }

    static <T> Blocked<T> onVirtual(Call<T> call) {
        return on(Thread.ofVirtual(), call);
    }

    Thread thread() {
        return thread;
    }

    /// What it answered, or what it threw.
    T outcome() throws Exception {
        try {
            return outcome.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw e;
        }
    }
}
