package io.weft.hook.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// Counts what one thread did in one chain: how often it went in and came out, and how its subjects ended.
///
/// Only the owner writes, so that counting needs no atomic instruction; anyone may read. A lane without an owner is shared by all
/// threads that have none of their own, and there each count is atomic.
final class Lane {

    /// How a handler can end its turn, other than by accepting.
    enum Outcome {
        DROPPED,
        STOLEN,
        /// It failed, and the subject went on.
        FAILED_OPEN,
        /// It failed, and the subject was dropped.
        FAILED_CLOSED
    }

    private static final int OUTCOMES = Outcome.values().length;
    private static final VarHandle ENTERED;
    private static final VarHandle EXITED;
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENTERED = lookup.findVarHandle(Lane.class, "entered", long.class);
            EXITED = lookup.findVarHandle(Lane.class, "exited", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // weak: a chain may outlive a plugin whose thread brought it subjects
    private final @Nullable WeakReference<Thread> owner;
    private final long[] outcomes;
    private long entered;
    private long exited;

    private Lane(@Nullable WeakReference<Thread> owner, int handlers) {
        this.owner = owner;
        this.outcomes = new long[handlers * OUTCOMES];
    }

    static Lane of(@Nullable Thread owner, int handlers) {
        return new Lane(new WeakReference<>(owner), handlers);
    }

    static Lane shared(int handlers) {
        return new Lane(null, handlers);
    }

    boolean belongsTo(Thread thread) {
        return owner != null && owner.refersTo(thread);
    }

    void enter() {
        if (owner != null) {
            ENTERED.setOpaque(this, entered + 1);
        } else {
            ENTERED.getAndAdd(this, 1L);
        }
    }

    /// Undoes {@link #enter}: the thread finds that it came to a chain no longer in place.
    void turnBack() {
        if (owner != null) {
            ENTERED.setOpaque(this, entered - 1);
        } else {
            ENTERED.getAndAdd(this, -1L);
        }
    }

    void exit() {
        if (owner != null) {
            EXITED.setRelease(this, exited + 1);
        } else {
            EXITED.getAndAdd(this, 1L);
        }
    }

    void count(int handler, Outcome outcome) {
        int index = handler * OUTCOMES + outcome.ordinal();
        if (owner != null) {
            COUNT.setOpaque(outcomes, index, outcomes[index] + 1);
        } else {
            COUNT.getAndAdd(outcomes, index, 1L);
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
