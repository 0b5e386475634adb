package io.weft.net.tables.match.rate;

import io.weft.net.Stack;

/// The kernel's clock, which ticks {@link #HZ} times a second: matches count and compare in ticks, so that they answer as it does.
record Jiffies(Stack stack) {

    /// The usual choice of distributions (`CONFIG_HZ`).
    static final int HZ = 250;

    private static final int MS_PER_TICK = 1_000 / HZ;
    private static final long NS_PER_TICK = 1_000_000L * MS_PER_TICK;

    /// Ticks from an origin of the stack's own.
    long now() {
        return Math.floorDiv(stack.nowNs(), NS_PER_TICK);
    }

    /// The ticks that are at least `ms`, as `msecs_to_jiffies` counts.
    static long ofMillis(long ms) {
        return (ms + MS_PER_TICK - 1) / MS_PER_TICK;
    }
}
