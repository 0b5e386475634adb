package io.weft.hook;

import java.time.Duration;

/// When a handler that fails again and again is put out, and when it gets another chance.
///
/// A handler that was put out stays in its place of the chain but sees no subject; its point's fault policy decides in its stead, as it
/// does about a subject whose handler failed. After the pause one subject is its trial: when it answers, it is back; when it fails, the
/// pause is twice as long.
///
/// @param faults how many faults put it out
/// @param within the time in which so many must fall
/// @param pause how long it is out before its first trial
/// @param longestPause the pause grows no longer than this
public record BreakerOptions(int faults, Duration within, Duration pause, Duration longestPause) {

    public BreakerOptions {
        if (faults < 1) {
            throw new IllegalArgumentException("at least one fault puts a handler out, not " + faults);
        }
        if (within.isNegative() || within.isZero() || pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("a breaker's times are longer than nothing, not " + within + " and " + pause);
        }
        if (longestPause.compareTo(pause) < 0) {
            throw new IllegalArgumentException("the longest pause " + longestPause + " is shorter than the first one, " + pause);
        }
    }

    /// A pause that doubles up to sixteen times its length.
    public static BreakerOptions of(int faults, Duration within, Duration pause) {
        return new BreakerOptions(faults, within, pause, pause.multipliedBy(16));
    }
}
