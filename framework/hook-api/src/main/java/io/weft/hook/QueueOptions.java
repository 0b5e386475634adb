package io.weft.hook;

import java.time.Duration;

/// What the one who opens a queue lays down for it.
///
/// @param capacity how many subjects it holds that have not gone on, taken ones included
/// @param timeout how long a subject waits for its decision
/// @param onTimeout the ACCEPT or DROP for a subject that nobody decided about in time
/// @param onOverflow the ACCEPT or DROP for a subject that finds the queue full
public record QueueOptions(int capacity, Duration timeout, Verdict onTimeout, Verdict onOverflow) {

    public QueueOptions {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue holds at least one subject, not " + capacity);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the time-out of a queue is longer than " + timeout);
        }
        requireFinal("onTimeout", onTimeout);
        requireFinal("onOverflow", onOverflow);
    }

    private static void requireFinal(String which, Verdict verdict) {
        if (verdict.kind() != Verdict.Kind.ACCEPT && verdict.kind() != Verdict.Kind.DROP) {
            throw new IllegalArgumentException(which + " is an ACCEPT or a DROP, not " + verdict);
        }
    }

    /// A queue that drops what it cannot hold and what waits too long.
    public static QueueOptions of(int capacity, Duration timeout) {
        return new QueueOptions(capacity, timeout, Verdict.drop("nobody decided in time"), Verdict.drop("the queue is full"));
    }

    /// The same with another verdict, ACCEPT or DROP, on those who wait too long.
    public QueueOptions withOnTimeout(Verdict verdict) {
        return new QueueOptions(capacity, timeout, verdict, onOverflow);
    }

    /// The same with another verdict, ACCEPT or DROP, on those who find it full.
    public QueueOptions withOnOverflow(Verdict verdict) {
        return new QueueOptions(capacity, timeout, onTimeout, verdict);
    }
}
