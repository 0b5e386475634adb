package io.weft.net.stack.loop;

import java.util.concurrent.locks.LockSupport;

/// Waits for drivers that say themselves when frames have arrived.
final class ParkedRest implements Rest {

    private final Thread thread;

    ParkedRest(Thread thread) {
        this.thread = thread;
    }

    @Override
    public void await(long timeoutNs) {
        if (timeoutNs == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, timeoutNs);
        }
    }

    @Override
    public void wake() {
        LockSupport.unpark(thread);
    }
}
