package io.weft.hook.spi;

import io.weft.hook.HookRejectedException;
import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import org.jspecify.annotations.Nullable;

/// Who stopped a subject, and with what verdict.
///
/// @param plugin the id of the plugin that attached the handler, or `host`
/// @param declared what the point's owner declared for callers that are owed an answer
/// @param suspension the subject, when it may go on later; whoever receives the stop tells it where
public record Stop(
        String point, String plugin, String handler, Verdict verdict,
        PointOptions.@Nullable Answer declared, @Nullable Suspension suspension) {

    public Stop(String point, String plugin, String handler, Verdict verdict) {
        this(point, plugin, handler, verdict, null, null);
    }

    /// What the caller of a method that owes an answer gets. A subject that waits is told that it has no room to go on to.
    ///
    /// @throws HookRejectedException when the point's owner declared no answer
    public @Nullable Object answer() {
        if (suspension != null) {
            suspension.leave(null);
        }
        if (declared == null) {
            throw new HookRejectedException(point, plugin, handler, verdict);
        }
        return declared.value();
    }

    @Override
    public String toString() {
        return "Stop[point=" + point + ", plugin=" + plugin + ", handler=" + handler + ", verdict=" + verdict + "]";
    }
}
