package io.weft.hook.spi;

import org.jspecify.annotations.Nullable;

/// A subject that was stopped and may go on later.
public interface Suspension {

    /// Tells where the subject goes on, once, when its thread has left the chain.
    ///
    /// @param room runs the method behind the point with all its parameters; null when the method's caller got an answer already
    void leave(@Nullable Runnable room);
}
