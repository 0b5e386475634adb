package io.weft.hook;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a handler decides about a subject.
///
/// Verdicts are values to be made once and kept in constants: a handler that answers `Verdict.drop("…")` anew for each subject
/// allocates on the hot path.
public final class Verdict {

    /// The kinds of verdict, by netfilter's names.
    public enum Kind {
        /// The subject goes on to the next handler, and after the last one into the method.
        ACCEPT,
        /// The subject ends here; the point's owner is told and disposes of it.
        DROP,
        /// The handler owns the subject from now on; neither the next handlers nor the method see it, unless the handler lets it go on.
        STOLEN,
        /// The subject waits in a {@link HookQueue} until somebody decides about it; then it goes on behind the handler, or is dropped.
        QUEUE,
        /// The same handler sees the subject again, at most {@link #MAX_REPEATS} times on end; once more is the handler's fault.
        REPEAT
    }

    /// Who is given the subjects that a handler steals, and of what type they are.
    ///
    /// @param thief called on the thread that brought the subject, before the handler's turn ends
    public record Theft<S>(Class<S> subject, Consumer<? super Held<S>> thief) { }

    /// How often a handler may answer REPEAT to one subject on end.
    public static final int MAX_REPEATS = 16;

    public static final Verdict ACCEPT = new Verdict(Kind.ACCEPT, null);
    public static final Verdict DROP = new Verdict(Kind.DROP, null);
    /// The handler keeps the subject for good. To let it go on later, answer what {@link #stolen} made.
    public static final Verdict STOLEN = new Verdict(Kind.STOLEN, null);
    public static final Verdict REPEAT = new Verdict(Kind.REPEAT, null);

    private final Kind kind;
    private final @Nullable String reason;
    private final @Nullable Theft<?> theft;
    private final @Nullable String queue;
    private final boolean bypass;

    private Verdict(Kind kind, @Nullable String reason) {
        this(kind, reason, null, null, false);
    }

    private Verdict(Kind kind, @Nullable String reason, @Nullable Theft<?> theft, @Nullable String queue, boolean bypass) {
        this.kind = kind;
        this.reason = reason;
        this.theft = theft;
        this.queue = queue;
        this.bypass = bypass;
    }

    /// A DROP that says why. Keep it in a constant.
    public static Verdict drop(String reason) {
        return new Verdict(Kind.DROP, reason);
    }

    /// A STOLEN that gives `thief` a handle for each subject, by which it goes on later or ends. Keep it in a constant.
    ///
    /// @param subject the type of the point's subjects, or a supertype; answered to another subject the verdict is a fault
    public static <S> Verdict stolen(Class<S> subject, Consumer<? super Held<S>> thief) {
        return new Verdict(Kind.STOLEN, null, new Theft<>(subject, thief), null, false);
    }

    /// A QUEUE that drops the subject when nobody has opened a queue of this name. Keep it in a constant.
    public static Verdict queue(String name) {
        return new Verdict(Kind.QUEUE, null, null, name, false);
    }

    /// A QUEUE that lets the subject go on when nobody has opened a queue of this name. Keep it in a constant.
    public static Verdict queueOrAccept(String name) {
        return new Verdict(Kind.QUEUE, null, null, name, true);
    }

    public Kind kind() {
        return kind;
    }

    /// Why the subject was dropped, in a few words, or null where the handler did not say.
    public @Nullable String reason() {
        return reason;
    }

    /// Who gets the subjects of a verdict made by {@link #stolen}, otherwise null.
    public @Nullable Theft<?> theft() {
        return theft;
    }

    /// The queue's name of a QUEUE, otherwise null.
    public @Nullable String queue() {
        return queue;
    }

    /// Whether a QUEUE lets the subject go on when nobody has opened the queue.
    public boolean bypass() {
        return bypass;
    }

    @Override
    public String toString() {
        String detail = queue == null ? reason : queue;
        return detail == null ? kind.name() : kind + "(" + detail + ")";
    }
}
