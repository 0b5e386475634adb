package io.weft.hook.spi;

import org.jspecify.annotations.Nullable;

/// The one reference through which a hook point's chain is reached: a change of the chain is one write to it.
public final class DispatchSlot {

    private volatile @Nullable Dispatcher dispatcher;

    /// The chain as it is now, or null while the point has no handlers.
    public @Nullable Dispatcher dispatcher() {
        return dispatcher;
    }

    /// Puts another chain in place; subjects that are inside the old one finish there.
    public void swap(@Nullable Dispatcher next) {
        dispatcher = next;
    }
}
