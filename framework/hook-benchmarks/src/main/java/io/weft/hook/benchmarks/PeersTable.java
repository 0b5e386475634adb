package io.weft.hook.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/// The results of {@link PeersBenchmark} as the table of this module's README.
final class PeersTable {

    private static final String BYTES = "gc.alloc.rate.norm";

    private final Map<Contestant, Map<Integer, RunResult>> rows = new TreeMap<>();

    PeersTable(Collection<RunResult> results) {
        for (RunResult result : results) {
            if (result.getParams().getBenchmark().startsWith(PeersBenchmark.class.getName() + ".")) {
                rows.computeIfAbsent(Contestant.valueOf(result.getParams().getParam("contestant")), row -> new TreeMap<>())
                        .put(Integer.valueOf(result.getParams().getParam("handlers")), result);
            }
        }
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// One row a contestant: the lowest iteration for each number of handlers, ns for a subject; then the bytes of a subject, in the same order.
    String markdown() {
        SortedSet<Integer> columns = new TreeSet<>();
        rows.values().forEach(row -> columns.addAll(row.keySet()));
        StringBuilder table = new StringBuilder("| ns, lowest iteration; handlers:");
        columns.forEach(handlers -> table.append(" | ").append(handlers));
        table.append(" | bytes |\n|").append("---|".repeat(columns.size() + 2)).append('\n');
        rows.forEach((contestant, row) -> {
            table.append("| ").append(contestant);
            columns.forEach(handlers -> table.append(" | ").append(time(row.get(handlers))));
            table.append(columns.stream().map(handlers -> bytes(row.get(handlers))).collect(Collectors.joining(" / ", " | ", " |\n")));
        });
        return table.toString();
    }

    private static String time(@Nullable RunResult result) {
        return result == null ? "" : String.format(Locale.ROOT, "%.1f", result.getPrimaryResult().getStatistics().getMin());
    }

    // rounded: what the harness allocates between two subjects is counted too, a few thousandths of a byte for each
    private static String bytes(@Nullable RunResult result) {
        Result<?> bytes = result == null ? null : result.getSecondaryResults().get(BYTES);
        return bytes == null ? "?" : String.format(Locale.ROOT, "%.0f", bytes.getScore());
    }
}
