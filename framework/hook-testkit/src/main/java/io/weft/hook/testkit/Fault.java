package io.weft.hook.testkit;

import io.weft.hook.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a handler misbehaves on purpose. Any thread may meet it; which subjects do is only certain with one thread.
public final class Fault {

    /// What a misbehaving handler does instead of deciding.
    @FunctionalInterface
    private interface Deed {
        @Nullable Verdict strike() throws Throwable;
    }

    private final Deed deed;
    private final long everyNth;
    private final AtomicLong met = new AtomicLong();
    private volatile @Nullable Object struck;

    private Fault(Deed deed, long everyNth) {
        this.deed = deed;
        this.everyNth = everyNth;
    }

    /// It throws.
    public static Fault throwing(Supplier<? extends Throwable> what) {
        return new Fault(() -> {
            throw what.get();
        }, 1);
    }

    /// It answers null.
    public static Fault answeringNull() {
        return new Fault(() -> null, 1);
    }

    /// It asks for the same subject again, for ever.
    public static Fault repeating() {
        return new Fault(() -> Verdict.REPEAT, 1);
    }

    /// It takes its time, then accepts.
    public static Fault slow(Duration pause) {
        return new Fault(() -> {
            LockSupport.parkNanos(pause.toNanos());
            return Verdict.ACCEPT;
        }, 1);
    }

    /// The same for the n-th, the 2n-th … subject only; it accepts the others.
    public Fault every(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("every " + n + "th subject is none");
        }
        return new Fault(deed, n);
    }

    @Nullable Verdict strike(Object subject) {
        // a subject that comes again is still the same one
        if (subject != struck && met.incrementAndGet() % everyNth != 0) {
            return Verdict.ACCEPT;
        }
        struck = subject;
        try {
            return deed.strike();
        } catch (Throwable e) {
            throw Fault.<RuntimeException>unchecked(e);
        }
    }

    /// Handlers declare nothing, and throw all the same: whatever was asked for comes out as it is.
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable e) throws T {
        throw (T) e;
    }
}
