package io.weft.net.stack;

import io.weft.hook.BreakerOptions;
import io.weft.hook.PointOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a stack puts up with from the handlers at its hook points. A packet whose handler fails is dropped, and so are those that come
/// while the handler is out: a broken filter lets nothing pass.
///
/// @param breaker when a handler that fails is put out; null: never, then it fails for each packet
/// @param budget how long a handler may take for a packet before the log names it; null: nobody looks
public record HandlerLimits(@Nullable BreakerOptions breaker, @Nullable Duration budget) {

    /// Ten faults within 5 s put a handler out for 30 s at first; 10 ms for a packet are too long.
    public static final HandlerLimits WATCHED =
            new HandlerLimits(BreakerOptions.of(10, Duration.ofSeconds(5), Duration.ofSeconds(30)), Duration.ofMillis(10));

    /// Handlers fail and dawdle as they like.
    public static final HandlerLimits NONE = new HandlerLimits(null, null);

    <S> PointOptions<S> apply(PointOptions<S> options) {
        PointOptions<S> limited = breaker == null ? options : options.withBreaker(breaker);
        return budget == null ? limited : limited.withBudget(budget);
    }
}
