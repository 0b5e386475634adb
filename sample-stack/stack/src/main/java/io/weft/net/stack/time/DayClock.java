package io.weft.net.stack.time;

import java.time.InstantSource;

/// The time of day as ICMP and IP options write it.
public final class DayClock {

    private static final int MILLIS_PER_DAY = 24 * 60 * 60 * 1_000;

    private final InstantSource source;

    public DayClock(InstantSource source) {
        this.source = source;
    }

    /// Milliseconds since midnight UT (RFC 791's timestamp option, RFC 792's timestamp messages).
    public int millis() {
        return (int) Math.floorMod(source.millis(), (long) MILLIS_PER_DAY);
    }
}
