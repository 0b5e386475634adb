package io.weft.hook;

import java.util.ArrayList;
import java.util.List;

/// Writes hook tables as aligned columns.
final class HooksText {

    /// The columns that hold words, and stand left; numbers stand right.
    private static final List<String> WORDS = List.of("plugin", "handler", "breaker", "queue");

    private HooksText() { }

    static String of(HooksInfo hooks) {
        StringBuilder text = new StringBuilder();
        for (PointInfo point : hooks.points()) {
            String policy = point.faultPolicy() == PointOptions.FaultPolicy.FAIL_OPEN ? "fails open" : "fails closed";
            text.append(point.name()).append("  ").append(point.subject()).append(", ").append(policy).append('\n');
            if (point.handlers().isEmpty()) {
                text.append("  no handlers\n");
            } else {
                table(text, handlers(point));
            }
        }
        if (!hooks.queues().isEmpty()) {
            text.append("queues\n");
            table(text, queues(hooks));
        }
        return text.toString();
    }

    private static List<List<String>> handlers(PointInfo point) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("priority", "plugin", "handler", "accepted", "dropped", "stolen", "queued", "faults", "bypassed", "slow", "breaker"));
        for (HandlerHealth health : point.handlers()) {
            HandlerInfo handler = health.handler();
            String opened = health.opened() == 0 ? "" : " (opened " + health.opened() + "×)";
            rows.add(List.of(number(handler.priority()), handler.plugin(), handler.name(), number(handler.accepted()),
                    number(handler.dropped()), number(handler.stolen()), number(handler.queued()), number(handler.faults()),
                    number(health.bypassed()), number(health.slow()), health.breaker() + opened));
        }
        return rows;
    }

    private static List<List<String>> queues(HooksInfo hooks) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("queue", "waiting", "accepted", "dropped", "timed out", "overflowed"));
        for (QueueInfo queue : hooks.queues()) {
            rows.add(List.of(queue.name(), number(queue.waiting()), number(queue.accepted()), number(queue.dropped()),
                    number(queue.timedOut()), number(queue.overflowed())));
        }
        return rows;
    }

    private static String number(long number) {
        return Long.toString(number);
    }

    /// @param rows the first one names the columns
    private static void table(StringBuilder text, List<List<String>> rows) {
        List<String> names = rows.get(0);
        int[] widths = new int[names.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                String space = " ".repeat(widths[column] - cell.length());
                line.append("  ").append(WORDS.contains(names.get(column)) ? cell + space : space + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
