package io.weft.net.app.control;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Frames that wait to be sent to one client: what a command prints goes here, so that a client who does not read holds up the
/// command for a bounded time only.
///
/// One thread puts, another one takes.
final class Outbox {

    private final int capacityBytes;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long patienceNs;
    private int queuedBytes;
    private boolean finished;
    private boolean broken;

    /// @param capacityBytes what it holds before `put` waits
    /// @param patienceNs how long all `put` together may wait
    Outbox(int capacityBytes, long patienceNs) {
        this.capacityBytes = capacityBytes;
        this.patienceNs = patienceNs;
    }

    /// Adds a frame.
    ///
    /// @throws IOException when the client is gone, or too slow for longer than the patience lasts
    void put(Frame frame) throws IOException {
        lock.lock();
        try {
            while (queuedBytes > 0 && queuedBytes + frame.payload().length > capacityBytes && !broken) {
                if (patienceNs <= 0) {
                    broken = true;
                    changed.signalAll();
                    break;
                }
                patienceNs = changed.awaitNanos(patienceNs);
            }
            if (broken) {
                throw new IOException("the client no longer reads");
            }
            frames.add(frame);
            queuedBytes += frame.payload().length;
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the client was slow", e);
        } finally {
            lock.unlock();
        }
    }

    /// @throws IOException when the client is gone
    void requireReader() throws IOException {
        lock.lock();
        try {
            if (broken) {
                throw new IOException("the client no longer reads");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more will be put.
    void finish() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more will be taken: `put` fails from now on.
    void breakOff() {
        lock.lock();
        try {
            broken = true;
            frames.clear();
            queuedBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next frame; null after the last.
    @Nullable Frame take() throws InterruptedException {
        lock.lock();
        try {
            while (frames.isEmpty() && !finished && !broken) {
                changed.await();
            }
            Frame frame = broken ? null : frames.poll();
            if (frame != null) {
                queuedBytes -= frame.payload().length;
                changed.signalAll();
            }
            return frame;
        } finally {
            lock.unlock();
        }
    }
}
