package io.weft.net.stack.explain;

import io.weft.net.stack.time.Timers;

/// How much may be written on trails, so that a flood of packets that are followed leaves the loop most of its time: so many notes a
/// second, and what was not used for a second on top of that. Belongs to the loop thread.
final class Allowance {

    /// A note takes some 50 ns.
    private static final long NOTES_PER_SECOND = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Timers timers;
    private long left = NOTES_PER_SECOND;
    private long atNs;

    Allowance(Timers timers) {
        this.timers = timers;
        this.atNs = timers.nowNs();
    }

    boolean isLeft() {
        long passedNs = Math.min(timers.nowNs() - atNs, 2 * SECOND_NS);
        long more = passedNs * NOTES_PER_SECOND / SECOND_NS;
        if (more > 0) {
            left = Math.min(NOTES_PER_SECOND, left + more);
            atNs = timers.nowNs();
        }
        return left > 0;
    }

    /// @param notes that were written; what is too much is missing later
    void take(int notes) {
        left -= notes;
    }
}
