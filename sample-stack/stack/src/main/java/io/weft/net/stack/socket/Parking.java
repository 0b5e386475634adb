package io.weft.net.stack.socket;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Where one thread waits for a socket, until another says that it may look again. Whoever waits holds a lock that keeps others away.
final class Parking {

    enum Outcome {
        READY,
        TIMED_OUT,
        /// Of a virtual thread, whose sockets an interrupt closes; others it does not reach.
        INTERRUPTED
    }

    private volatile @Nullable Thread parked;

    /// Waits until `ready` says so.
    ///
    /// @param timeoutNs 0 for as long as it takes
    Outcome await(BooleanSupplier ready, long timeoutNs) {
        if (ready.getAsBoolean()) {
            return Outcome.READY;
        }
        Thread me = Thread.currentThread();
        long startNs = System.nanoTime();
        boolean interrupted = false;
        parked = me;
        try {
            while (!ready.getAsBoolean()) {
                if (Thread.interrupted()) {
                    interrupted = true;
                    if (me.isVirtual()) {
                        return Outcome.INTERRUPTED;
                    }
                }
                long leftNs = timeoutNs - (System.nanoTime() - startNs);
                if (timeoutNs == 0) {
                    LockSupport.park(this);
                } else if (leftNs > 0) {
                    LockSupport.parkNanos(this, leftNs);
                } else {
                    return Outcome.TIMED_OUT;
                }
            }
            return Outcome.READY;
        } finally {
            parked = null;
            if (interrupted) {
                me.interrupt();
            }
        }
    }

    /// Has the one that waits look again. From any thread.
    void wake() {
        Thread waiting = parked;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }
}
