package io.weft.hook.testkit;

import io.weft.hook.HookSite;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Journey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What became of a subject that a test sent through a point. Each assertion that fails shows its whole way.
///
/// A subject that a handler held may pass later: ask again then.
public final class Passage<S> {

    private final S subject;
    private final String point;
    private volatile boolean passed;
    private @Nullable Journey way;

    private Passage(String point, S subject) {
        this.point = point;
        this.subject = subject;
    }

    static <S> Passage<S> of(HookTables tables, HookSite<S> site, String point, S subject) {
        Passage<S> passage = new Passage<>(point, subject);
        List<Journey> ways = tables.explain(subject, String::valueOf, () -> site.pass(subject, each -> passage.passed = true));
        passage.way = ways.stream().filter(each -> each.point().equals(point)).findFirst().orElse(null);
        return passage;
    }

    public S subject() {
        return subject;
    }

    /// Whether the method behind the point has got the subject.
    public boolean isPassed() {
        return passed;
    }

    /// The method behind the point has got it.
    public Passage<S> assertPassed() {
        return require(passed, "passed");
    }

    /// A handler dropped it, for whatever reason.
    public Passage<S> assertDropped() {
        return require(!passed && end().startsWith("DROP"), "was dropped");
    }

    /// A handler dropped it with this reason.
    public Passage<S> assertDropped(String reason) {
        return require(!passed && end().equals("DROP(" + reason + ")"), "was dropped with the reason '" + reason + "'");
    }

    /// A handler stole it, or it waits in a queue, and it has not gone on yet.
    public Passage<S> assertHeld() {
        return require(!passed && (end().startsWith("STOLEN") || end().startsWith("QUEUE")), "is held");
    }

    /// The handler whose turn was the last decided: for a method `Class.method`.
    public Passage<S> by(String handler) {
        List<Journey.Step> steps = steps();
        return require(!steps.isEmpty() && steps.get(steps.size() - 1).handler().equals(handler), "was decided by " + handler);
    }

    /// The handler had a turn.
    public Passage<S> assertSeenBy(String handler) {
        return require(steps().stream().anyMatch(step -> step.handler().equals(handler)), "was seen by " + handler);
    }

    /// The handlers that had a turn, in order.
    public List<Journey.Step> steps() {
        return way == null ? List.of() : way.steps();
    }

    private String end() {
        return way == null ? "passes" : way.end();
    }

    private Passage<S> require(boolean holds, String claim) {
        if (!holds) {
            throw new AssertionError(subject + " " + claim + ": no; its way was\n" + this);
        }
        return this;
    }

    /// Its way, a line for the point and one for each handler.
    @Override
    public String toString() {
        return way == null ? point + ": " + subject + " passes; no handler stands there\n" : Objects.requireNonNull(way).toText();
    }
}
