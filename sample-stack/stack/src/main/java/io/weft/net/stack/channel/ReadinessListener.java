package io.weft.net.stack.channel;

/// Hears what a channel has become ready for. Comes from the loop thread, or from the one that closes; must not wait.
@FunctionalInterface
public interface ReadinessListener {

    /// Hears nothing.
    ReadinessListener NONE = _ -> { };

    /// @param operations of {@link Readiness}; that they are possible may be over by the time anybody tries
    void ready(int operations);
}
