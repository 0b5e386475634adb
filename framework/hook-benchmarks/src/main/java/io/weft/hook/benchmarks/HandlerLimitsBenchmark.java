package io.weft.hook.benchmarks;

import io.weft.hook.BreakerOptions;
import io.weft.hook.PointOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs a subject that its point watches over the handlers: none of them fails, none is slow.
///
/// As in {@link HookPointBenchmark} the hook method has run before on a host with another chain, whose point watches in the same way.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 100, time = 10, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class HandlerLimitsBenchmark {

    /// What the point asks for.
    public enum Limits {
        NONE,
        BREAKER,
        BUDGET,
        BOTH;

        PointOptions<Letter> options() {
            BreakerOptions breaker = BreakerOptions.of(10, Duration.ofSeconds(5), Duration.ofSeconds(30));
            Duration budget = Duration.ofMillis(10);
            PointOptions<Letter> options = PointOptions.failClosed();
            return switch (this) {
                case NONE -> options;
                case BREAKER -> options.withBreaker(breaker);
                case BUDGET -> options.withBudget(budget);
                case BOTH -> options.withBreaker(breaker).withBudget(budget);
            };
        }
    }

    @Param
    private Limits limits;

    @Param({"1", "4", "8"})
    private int handlers;

    private final Letter letter = new Letter(20);
    private SortingOffice office;

    @Setup
    public void runOnTwoHosts() {
        office = new SortingOffice(handlers, limits.options());
        SortingOffice other = new SortingOffice(2, limits.options());
        for (int i = 0; i < 20_000; i++) {
            other.sort(letter);
        }
        if (other.sorted() != 20_000L * letter.weight) {
            throw new IllegalStateException("not every letter was sorted");
        }
    }

    @Benchmark
    public void sort() {
        office.sort(letter);
    }
}
