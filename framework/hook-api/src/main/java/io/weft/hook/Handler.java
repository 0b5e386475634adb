package io.weft.hook;

/// Decides about a subject at a hook point. Runs on the host's thread, for each subject: it neither blocks nor keeps the subject,
/// unless it answers a STOLEN.
@FunctionalInterface
public interface Handler<S> {

    /// Decides about one subject. What it throws is a fault, and so is null.
    Verdict handle(S subject);
}
