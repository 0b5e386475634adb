package io.weft.hook.spi;

import io.weft.hook.HookRejectedException;
import io.weft.hook.Verdict;

/// Who stopped a subject, and with what verdict.
///
/// @param plugin the id of the plugin that attached the handler, or `host`
public record Stop(String point, String plugin, String handler, Verdict verdict) {

    /// What the caller of a method that owes an answer is told.
    public HookRejectedException rejection() {
        return new HookRejectedException(point, plugin, handler, verdict);
    }
}
