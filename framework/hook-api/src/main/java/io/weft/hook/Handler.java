package io.weft.hook;

/// Decides about a subject at a hook point. Runs on the host's thread, for each subject: it neither blocks nor keeps the subject,
/// unless it answers a STOLEN.
@FunctionalInterface
public interface Handler<S> {

    Verdict handle(S subject);
}
