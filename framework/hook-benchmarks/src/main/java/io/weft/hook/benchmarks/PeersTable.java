package io.weft.hook.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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

    /// One row a contestant: for each number of handlers the lowest iteration, ns, and in brackets the mean; last the bytes of a subject.
    String markdown() {
        StringBuilder table = new StringBuilder();
        rows.forEach((contestant, columns) -> {
            table.append("| ").append(contestant);
            columns.forEach((handlers, result) -> {
                Result<?> time = result.getPrimaryResult();
                table.append(String.format(Locale.ROOT, " | %d: %.1f (%.1f)", handlers, time.getStatistics().getMin(), time.getScore()));
            });
            table.append(" |");
            columns.values().forEach(result -> table.append(' ').append(bytes(result)));
            table.append(" |\n");
        });
        return table.toString();
    }

    // the profiler counts what its own thread allocates as well: some thousandths of a byte for each subject
    private static String bytes(RunResult result) {
        Result<?> bytes = result.getSecondaryResults().get(BYTES);
        return bytes == null ? "?" : String.format(Locale.ROOT, "%.0f", bytes.getScore());
    }
}
