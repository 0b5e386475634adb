package io.weft.net.stack.tcp;

import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;

/// How long a program waits for its data to be acknowledged (RFC 9293 §3.8.3; TCP_USER_TIMEOUT). Whether the peer is silent or its window
/// stays closed is the same to it. The option of RFC 5482, which tells the peer of it, is neither sent nor read, as in Linux.
final class UserTimeout {

    private final Timers timers;
    private final Timer timer;
    private long timeoutNs;

    UserTimeout(Timers timers, Runnable over) {
        this.timers = timers;
        timer = new Timer(over);
    }

    /// @param value or 0 for as long as retransmissions take
    void set(long value) {
        timeoutNs = value;
        timers.cancel(timer);
    }

    /// Or 0.
    long ns() {
        return timeoutNs;
    }

    /// Whether something waits now to be acknowledged or sent.
    void watch(boolean waits) {
        if (!waits) {
            timers.cancel(timer);
        } else if (timeoutNs > 0 && !timer.isSet()) {
            timers.set(timer, timeoutNs);
        }
    }

    /// Something was acknowledged: whatever still waits has its own time.
    void progress() {
        timers.cancel(timer);
    }
}
