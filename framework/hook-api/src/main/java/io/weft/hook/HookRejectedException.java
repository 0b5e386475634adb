package io.weft.hook;

import org.jspecify.annotations.Nullable;

/// Thrown to the caller of a hook method that owes an answer, when a handler did not let the subject through to it and the point's
/// owner declared no answer for that case.
///
/// Methods that return nothing never throw it: their caller sees no difference.
public final class HookRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String point;
    private final String plugin;
    private final String handler;
    private final @Nullable String reason;

    public HookRejectedException(String point, String plugin, String handler, Verdict verdict) {
        super(message(point, plugin, handler, verdict));
        this.point = point;
        this.plugin = plugin;
        this.handler = handler;
        this.reason = verdict.reason();
    }

    private static String message(String point, String plugin, String handler, Verdict verdict) {
        String deed = switch (verdict.kind()) {
            case STOLEN -> "kept the subject";
            case QUEUE -> "queued the subject in " + verdict.queue();
            case DROP, ACCEPT, REPEAT -> "rejected the subject";
        };
        String reason = verdict.reason() == null ? "" : ": " + verdict.reason();
        return "handler " + plugin + "/" + handler + " at hook point " + point + " " + deed + reason;
    }

    public String point() {
        return point;
    }

    /// The id of the plugin that attached the handler, or `host`.
    public String plugin() {
        return plugin;
    }

    public String handler() {
        return handler;
    }

    /// Why the subject was rejected, in a few words, or null where the handler did not say.
    public @Nullable String reason() {
        return reason;
    }
}
