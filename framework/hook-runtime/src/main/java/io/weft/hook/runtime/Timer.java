package io.weft.hook.runtime;

/// What time it is, and who does something later. Asked when a handler fails, never for a subject that passes.
interface Timer {

    long nowNs();

    /// Has a task run once, on another thread than the caller's.
    ///
    /// @return cancels it; what was cancelled is not referred to any more
    Runnable after(long delayNs, Runnable task);
}
