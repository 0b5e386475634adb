package io.weft.hook;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What the owner of a hook point lays down for it.
///
/// @param onDrop disposes of a subject that a handler dropped
/// @param faultPolicy what becomes of a subject whose handler failed, or went while the subject was stolen or queued
/// @param answer what the caller of a method that owes one gets when a handler stopped its subject; null: a {@link HookRejectedException}
/// @param resumeOn runs the rest of the way of stolen and queued subjects, in the order in which it is told, and their disposal;
///     null: the thread that decides about them does
/// @param breaker when handlers that fail are put out; null: never
/// @param budget how long a handler may take for one subject before it is called slow; null: nobody looks
public record PointOptions<S>(
        DropAction<S> onDrop, FaultPolicy faultPolicy, @Nullable Answer answer, @Nullable Executor resumeOn,
        @Nullable BreakerOptions breaker, @Nullable Duration budget) {

    public PointOptions(DropAction<S> onDrop, FaultPolicy faultPolicy) {
        this(onDrop, faultPolicy, null, null, null, null);
    }

    /// Told once for each subject that does not pass, on the thread that brought it, or where {@link #resumeOn} says. Not told of
    /// subjects that are stolen or queued, until they are dropped.
    @FunctionalInterface
    public interface DropAction<S> {
        /// Disposes of a subject.
        ///
        /// @param verdict the handler's, or {@link Verdict#DROP} for a fault at a point that fails closed
        void dropped(S subject, Verdict verdict);
    }

    /// An answer in place of a method's own.
    public record Answer(@Nullable Object value) { }

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

    /// A handler's fault lets its subject pass.
    ///
    /// @param onDrop disposes of the subjects that handlers drop
    public static <S> PointOptions<S> failOpen(DropAction<S> onDrop) {
        return new PointOptions<>(onDrop, FaultPolicy.FAIL_OPEN);
    }

    /// The same with an answer for callers whose subject was stopped: all methods behind the point can answer it.
    public PointOptions<S> withAnswer(@Nullable Object value) {
        return new PointOptions<>(onDrop, faultPolicy, new Answer(value), resumeOn, breaker, budget);
    }

    /// The same with an executor for stolen and queued subjects: a host with a loop of its own has them come back to its loop's thread.
    /// A subject that the executor rejects is disposed of by the thread that decided.
    public PointOptions<S> withResumeOn(Executor executor) {
        return new PointOptions<>(onDrop, faultPolicy, answer, executor, breaker, budget);
    }

    /// The same with a breaker for handlers that fail again and again.
    public PointOptions<S> withBreaker(BreakerOptions options) {
        return new PointOptions<>(onDrop, faultPolicy, answer, resumeOn, options, budget);
    }

    /// The same with a look at handlers that are slow: one subject in 1024 of each thread has its turns timed, and a handler that took
    /// longer is counted and named in the log. Without a budget no clock is read.
    public PointOptions<S> withBudget(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("a handler's budget is longer than " + longest);
        }
        return new PointOptions<>(onDrop, faultPolicy, answer, resumeOn, breaker, longest);
    }
}
