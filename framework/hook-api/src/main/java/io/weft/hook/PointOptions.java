package io.weft.hook;

/// What the owner of a hook point lays down for it.
///
/// @param onDrop disposes of a subject that a handler dropped
/// @param faultPolicy what becomes of a subject whose handler failed
public record PointOptions<S>(DropAction<S> onDrop, FaultPolicy faultPolicy) {

    /// Told once for each subject that does not pass, on the thread that brought it. Not told of stolen subjects.
    @FunctionalInterface
    public interface DropAction<S> {
        /// @param verdict the handler's, or {@link Verdict#DROP} for a fault at a point that fails closed
        void dropped(S subject, Verdict verdict);
    }

    /// What becomes of a subject whose handler threw.
    public enum FaultPolicy {
        /// It goes on as if the handler had accepted.
        FAIL_OPEN,
        /// It is dropped.
        FAIL_CLOSED
    }

    /// Subjects that are dropped need no disposal, and a handler's fault drops its subject.
    public static <S> PointOptions<S> failClosed() {
        return failClosed((subject, verdict) -> { });
    }

    public static <S> PointOptions<S> failClosed(DropAction<S> onDrop) {
        return new PointOptions<>(onDrop, FaultPolicy.FAIL_CLOSED);
    }

    public static <S> PointOptions<S> failOpen(DropAction<S> onDrop) {
        return new PointOptions<>(onDrop, FaultPolicy.FAIL_OPEN);
    }
}
