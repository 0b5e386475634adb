package io.weft.hook.runtime;

/// A handler's place among those of its point. It lasts when a newer version of the handler's plugin takes over, and knows nothing of the
/// plugin's classes: a subject that somebody keeps for long remembers whom it has met, and must not keep them.
final class Rank {

    private final int priority;

    Rank(int priority) {
        this.priority = priority;
    }

    int priority() {
        return priority;
    }
}
