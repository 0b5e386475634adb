package io.weft.hook.spi;

import org.jspecify.annotations.Nullable;

/// Takes a subject through the handlers of one chain, in their order.
public abstract class Dispatcher {

    /// Asks the handlers on the caller's thread.
    ///
    /// What must be done with a subject that does not pass is done when this returns.
    ///
    /// @return null when every handler let the subject through, otherwise who stopped it; a {@link Stop#suspension} must be told where
    ///     the subject goes on
    public abstract @Nullable Stop dispatch(Object subject);
}
