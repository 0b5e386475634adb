package io.weft.hook.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One subject's way through the chain of one point, as it was seen.
///
/// @param subject how the subject described itself when it came
/// @param steps the handlers that had a turn, in order
/// @param end `passes`, or the verdict that stopped it
public record Journey(String point, String subject, List<Step> steps, String end) {

    public Journey {
        steps = List.copyOf(steps);
    }

    /// One handler's turn.
    ///
    /// @param outcome the kind of its verdict, or what it threw
    /// @param reason the verdict's reason or queue, where it has one
    /// @param took how long the turn took
    /// @param change how the subject described itself afterwards, where that is another description than before
    public record Step(
            String plugin, String handler, int priority, String outcome, @Nullable String reason, Duration took, @Nullable String change) { }

    /// A line for the point, and one for each step.
    public String toText() {
        StringBuilder text = new StringBuilder(point + ": " + subject + " " + end + "\n");
        for (Step step : steps) {
            text.append(String.format("  %6d  %s/%s  %s", step.priority, step.plugin, step.handler, step.outcome));
            if (step.reason != null) {
                text.append("(").append(step.reason).append(")");
            }
            text.append("  ").append(TimeUnit.NANOSECONDS.toMicros(step.took.toNanos())).append(" µs");
            if (step.change != null) {
                text.append("  → ").append(step.change);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
