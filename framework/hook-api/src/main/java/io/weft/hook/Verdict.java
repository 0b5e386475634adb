package io.weft.hook;

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
        /// The handler owns the subject from now on; neither the next handlers nor the method see it.
        STOLEN
    }

    public static final Verdict ACCEPT = new Verdict(Kind.ACCEPT, null);
    public static final Verdict DROP = new Verdict(Kind.DROP, null);
    public static final Verdict STOLEN = new Verdict(Kind.STOLEN, null);

    private final Kind kind;
    private final @Nullable String reason;

    private Verdict(Kind kind, @Nullable String reason) {
        this.kind = kind;
        this.reason = reason;
    }

    /// A DROP that says why. Keep it in a constant.
    public static Verdict drop(String reason) {
        return new Verdict(Kind.DROP, reason);
    }

    public Kind kind() {
        return kind;
    }

    /// Why the subject was dropped, in a few words, or null where the handler did not say.
    public @Nullable String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return reason == null ? kind.name() : kind + "(" + reason + ")";
    }
}
