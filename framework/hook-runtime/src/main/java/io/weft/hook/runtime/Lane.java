package io.weft.hook.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Counts what one thread does in one chain: how often it goes in and comes out, and how its subjects end.
///
/// Only the owner writes the counts, so that counting needs no atomic instruction; anyone may read. The shared lane has no owner: the
/// threads that have no lane of their own use it, and there each count is atomic.
///
/// What is called for each subject is a few plain loads and stores. The fences between them cost nothing on most processors; they keep
/// the JIT from moving them.
final class Lane {

    /// What a handler can come to with a subject, other than accepting it.
    enum Outcome {
        DROPPED,
        STOLEN,
        QUEUED,
        /// It failed, and the subject went on.
        FAILED_OPEN,
        /// It failed, and the subject was dropped.
        FAILED_CLOSED,
        /// It had no turn, and neither had those before it: a subject that they held or let through earlier came in behind it.
        PASSED_BY
    }

    /// One subject in so many is timed.
    private static final long SAMPLE = 1024;
    /// Below the number of every subject: the chain is out of place.
    private static final long NOBODY = -1;
    private static final int OUTCOMES = Outcome.values().length;
    private static final VarHandle ENTERED;
    private static final VarHandle EXITED;
    private static final VarHandle PLAIN_UP_TO;
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENTERED = lookup.findVarHandle(Lane.class, "entered", long.class);
            EXITED = lookup.findVarHandle(Lane.class, "exited", long.class);
            PLAIN_UP_TO = lookup.findVarHandle(Lane.class, "plainUpTo", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final boolean shared;
    private final long[] outcomes;
    /// Changed by {@link Chain} under its lock, and only between null and a thread that is not inside.
    private @Nullable Thread owner;
    private long entered;
    private long exited;
    /// The number of the last subject before the next one that is timed; {@link #NOBODY} for good once the chain is out of place. So one
    /// comparison answers both questions that a subject has to ask, and a budget costs nothing those that are not timed.
    private volatile long plainUpTo;

    /// @param timed whether one subject in many is timed
    Lane(int handlers, boolean shared, boolean timed) {
        this.shared = shared;
        this.plainUpTo = timed ? SAMPLE - 1 : Long.MAX_VALUE;
        this.outcomes = new long[handlers * OUTCOMES];
    }

    boolean belongsTo(Thread thread) {
        return owner == thread;
    }

    boolean isFree() {
        return owner == null && !shared;
    }

    void giveTo(Thread thread) {
        owner = thread;
    }

    /// Takes the lane from a thread that has died: nothing here keeps a thread, and what it refers to, any longer than it lives.
    void freeIfOwnerDied() {
        if (owner != null && !owner.isAlive()) {
            owner = null;
        }
    }

    /// Threads that come from now on turn back.
    void retire() {
        plainUpTo = NOBODY;
    }

    /// Goes in, if the lane is the caller's, its chain is in place, and this subject is none to be timed.
    ///
    /// @return false when the caller is not inside
    boolean enterAsOwner() {
        if (owner != Thread.currentThread()) {
            return false;
        }
        long number = ++entered;
        // being inside is written before `plainUpTo` is read; Quiescence says how the other side relies on it
        VarHandle.releaseFence();
        if (number > plainUpTo) {
            entered--;
            return false;
        }
        return true;
    }

    /// Whether the subject that has just come in is one to be timed. Then the next one is so many subjects away.
    boolean isTimed() {
        long last = plainUpTo;
        long number = (long) ENTERED.getOpaque(this);
        // it fails where another thread of the shared lane has taken the turn, or where the chain went out of place meanwhile
        return last != NOBODY && number > last && PLAIN_UP_TO.compareAndSet(this, last, number + SAMPLE - 1);
    }

    /// Comes out of a lane entered by {@link #enterAsOwner}.
    void exitAsOwner() {
        VarHandle.releaseFence();
        exited++;
    }

    /// Goes into the shared lane, or into one that is the caller's.
    ///
    /// @return false when the chain is not in place any more and the caller is not inside
    boolean enter() {
        return shared ? enterShared() : enterOwned();
    }

    private boolean enterOwned() {
        if (owner != Thread.currentThread()) {
            return false;
        }
        entered++;
        VarHandle.releaseFence();
        if (plainUpTo == NOBODY) {
            entered--;
            return false;
        }
        return true;
    }

    private boolean enterShared() {
        ENTERED.getAndAdd(this, 1L);
        if (plainUpTo == NOBODY) {
            ENTERED.getAndAdd(this, -1L);
            return false;
        }
        return true;
    }

    void exit() {
        if (shared) {
            EXITED.getAndAdd(this, 1L);
        } else {
            exitAsOwner();
        }
    }

    void count(int handler, Outcome outcome) {
        int index = handler * OUTCOMES + outcome.ordinal();
        if (shared) {
            COUNT.getAndAdd(outcomes, index, 1L);
        } else {
            outcomes[index]++;
        }
    }

    long exited() {
        return (long) EXITED.getAcquire(this);
    }

    long counted(int handler, Outcome outcome) {
        return (long) COUNT.getOpaque(outcomes, handler * OUTCOMES + outcome.ordinal());
    }

    /// Whether no thread is inside. True for good once the chain is out of place and {@link Quiescence#settle} was called.
    boolean isEmpty() {
        long out = exited();
        return (long) ENTERED.getAcquire(this) == out;
    }
}
