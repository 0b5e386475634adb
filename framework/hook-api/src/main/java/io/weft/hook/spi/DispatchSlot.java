package io.weft.hook.spi;

import org.jspecify.annotations.Nullable;

/// The one reference through which a hook point's chain is reached: a change of the chain is one write to it.
public final class DispatchSlot {

    private final String point;
    private volatile @Nullable Dispatcher dispatcher;

    public DispatchSlot(String point) {
        this.point = point.intern();
    }

    /// The name of the point, as the JVM keeps it for constants: woven code compares it by identity.
    public String point() {
        return point;
    }

    /// The chain as it is now, or null while the point has no handlers.
    public @Nullable Dispatcher dispatcher() {
        return dispatcher;
    }

    /// Puts another chain in place; subjects that are inside the old one finish there.
    public void swap(@Nullable Dispatcher next) {
        dispatcher = next;
    }
}
