package io.weft.hook.weave;

import io.weft.hook.spi.Suspension;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries what belongs to a subject that was stopped for a while from the advice that stopped it to the advice inside that captures the
/// method: both run on one thread, one right after the other, but have no variable in common.
///
/// Called by woven code only.
public final class Room {

    private record Expected(@Nullable WovenHost host, Suspension suspension) { }

    private static final ThreadLocal<@Nullable Expected> EXPECTED = new ThreadLocal<>();

    private Room() { }

    /// Says whose method is captured next on this thread, and for whom.
    public static void expect(@Nullable WovenHost host, Suspension suspension) {
        EXPECTED.set(new Expected(host, suspension));
    }

    /// The object whose method is captured.
    public static @Nullable WovenHost host() {
        return expected().host;
    }

    /// Hands over what runs the method.
    public static void hand(Runnable room) {
        Suspension suspension = expected().suspension;
        EXPECTED.remove();
        suspension.leave(room);
    }

    private static Expected expected() {
        return Objects.requireNonNull(EXPECTED.get(), "a hook method was called without an object");
    }
}
