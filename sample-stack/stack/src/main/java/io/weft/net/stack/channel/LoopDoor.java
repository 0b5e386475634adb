package io.weft.net.stack.channel;

import io.weft.net.stack.device.Faults;
import java.io.IOException;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Where channels hand the loop what is to be done there. However much is handed in before the loop comes to it, it is woken once.
final class LoopDoor {

    private static final long LOOK_AGAIN_MS = 20;

    private final Loop loop;
    private final Faults faults;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean rung = new AtomicBoolean();
    private final Runnable runAll = this::runAll;
    private volatile boolean closed;

    LoopDoor(Loop loop, Faults faults) {
        this.loop = loop;
        this.faults = faults;
    }

    /// Once true, nothing runs on the loop any more: what is handed in only finds that out.
    boolean isClosed() {
        return closed;
    }

    void hand(Runnable task) {
        waiting.add(task);
        if (closed) {
            runAll();
        } else if (!rung.get() && rung.compareAndSet(false, true)) {
            loop.execute(runAll);
        }
    }

    void schedule(long delayNs, Runnable task) {
        loop.schedule(delayNs, task);
    }

    private void runAll() {
        rung.set(false);
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error fault) {
                faults.report("a socket", fault);
            }
        }
    }

    /// Has `task` answered on the loop thread, and waits for it, whether the caller is interrupted or not.
    ///
    /// @throws SocketException when the stack is closed
    <T> T ask(Callable<T> task) throws IOException {
        FutureTask<T> question = new FutureTask<>(task);
        boolean interrupted = Thread.interrupted();
        try {
            try {
                loop.call(() -> {
                    question.run();
                    return true;
                });
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (IllegalStateException e) {
                throw stackIsClosed();
            } catch (Exception impossible) {
                throw new AssertionError("the question keeps what it throws", impossible);
            }
            while (true) {
                try {
                    return question.get(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    requireOpen();
                }
            }
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException thrown -> throw thrown;
                case RuntimeException thrown -> throw thrown;
                case Error thrown -> throw thrown;
                default -> throw new IOException(failed.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void requireOpen() throws SocketException {
        if (closed) {
            throw stackIsClosed();
        }
    }

    static SocketException stackIsClosed() {
        return new SocketException("The stack is closed");
    }

    /// On the loop thread, which from now on runs nothing.
    void close() {
        closed = true;
        runAll();
    }
}
