package io.weft.hook.weave;

import io.weft.hook.spi.Suspension;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Carries what belongs to a subject that was stopped for a while from the advice that stopped it to the advice inside that captures the
/// method: both run on one thread, one right after the other, but have no variable in common.
///
/// Called by woven code only.
public final class Room {

    private record Expected(@Nullable WovenHost host, Suspension suspension) { }

    private static final ThreadLocal<@Nullable Expected> EXPECTED = new ThreadLocal<>();
    /// How many threads are between {@link #expect} and {@link #hand}: nearly always none.
    private static final AtomicInteger EXPECTING = new AtomicInteger();

    private Room() { }

    /// Says whose method is captured next on this thread, and for whom.
    public static void expect(@Nullable WovenHost host, Suspension suspension) {
        EXPECTING.incrementAndGet();
        EXPECTED.set(new Expected(host, suspension));
    }

    /// Whether a method is to be captured on this thread, for methods without an object to tell by.
    public static boolean isExpected() {
        return EXPECTING.get() != 0 && EXPECTED.get() != null;
    }

    /// The object whose method is captured.
    public static @Nullable WovenHost host() {
        return expected().host;
    }

    /// Hands over what runs the method.
    public static void hand(Runnable room) {
        Suspension suspension = expected().suspension;
        EXPECTED.remove();
        EXPECTING.decrementAndGet();
        suspension.leave(room);
    }

    private static Expected expected() {
        return Objects.requireNonNull(EXPECTED.get(), "a hook method was called without an object");
    }
}
