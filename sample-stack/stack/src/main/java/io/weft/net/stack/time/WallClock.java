package io.weft.net.stack.time;

import java.time.InstantSource;

/// The time of day of one turn of the loop: however often it is asked for, the clock is read once. Belongs to the loop thread.
public final class WallClock {

    private final InstantSource source;
    private final Timers timers;
    private long millis;
    private long readNs;

    public WallClock(InstantSource source, Timers timers) {
        this.source = source;
        this.timers = timers;
        millis = source.millis();
        readNs = timers.nowNs();
    }

    /// Milliseconds since 1970 UTC.
    public long millis() {
        long nowNs = timers.nowNs();
        if (nowNs != readNs) {
            readNs = nowNs;
            millis = source.millis();
        }
        return millis;
    }
}
