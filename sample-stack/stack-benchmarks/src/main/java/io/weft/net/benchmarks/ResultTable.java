package io.weft.net.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/// Prints what JMH found as tables in Markdown, one a benchmark, for a README to take over.
final class ResultTable {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private ResultTable() { }

    static void print(Collection<RunResult> results, PrintStream to) {
        Map<String, StringBuilder> tables = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            tables.computeIfAbsent(name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1), _ -> head(result)).append(row(result));
        }
        tables.forEach((name, table) -> to.printf("%n`%s`%n%n%s", name, table));
    }

    private static StringBuilder head(RunResult result) {
        BenchmarkParams params = result.getParams();
        String keys = String.join(" | ", params.getParamsKeys());
        String more = counters(result).map(Map.Entry::getKey).map(key -> " " + key + " |").collect(Collectors.joining());
        long columns = params.getParamsKeys().size() + 2 + counters(result).count();
        return new StringBuilder("| " + keys + " | " + result.getPrimaryResult().getScoreUnit() + " | B/op |" + more + "\n"
                + "|" + "---|".repeat((int) columns) + "\n");
    }

    private static String row(RunResult result) {
        BenchmarkParams params = result.getParams();
        String keys = params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(" | "));
        Result<?> score = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        String error = Double.isNaN(score.getScoreError()) ? "" : " ± " + number(score.getScoreError());
        String more = counters(result).map(counter -> " " + number(counter.getValue().getScore()) + " |").collect(Collectors.joining());
        return "| " + keys + " | " + number(score.getScore()) + error + " | " + (allocated == null ? "" : number(allocated.getScore())) + " |"
                + more + "\n";
    }

    /// What the benchmark itself counted.
    private static Stream<Map.Entry<String, Result>> counters(RunResult result) {
        return result.getSecondaryResults().entrySet().stream().filter(entry -> !entry.getKey().startsWith("gc."));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 1 ? "%.1f" : "%.2f", value);
    }
}
