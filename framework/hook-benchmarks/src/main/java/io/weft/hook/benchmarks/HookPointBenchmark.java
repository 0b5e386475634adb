package io.weft.hook.benchmarks;

import io.weft.hook.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One subject through one hook point whose handlers all accept.
///
/// Before each measurement the same hook method has run on two live hosts with different chains, so the JIT cannot take the
/// point's chain for the only one there is.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HookPointBenchmark {

    private static final Clerk C0 = new Clerk(1_000);
    private static final Clerk C1 = new Clerk(1_001);
    private static final Clerk C2 = new Clerk(1_002);
    private static final Clerk C3 = new Clerk(1_003);
    private static final Clerk C4 = new Clerk(1_004);
    private static final Clerk C5 = new Clerk(1_005);
    private static final Clerk C6 = new Clerk(1_006);
    private static final Clerk C7 = new Clerk(1_007);

    private final Letter letter = new Letter(20);
    private final SortingOffice empty = new SortingOffice(0);
    private final SortingOffice one = new SortingOffice(1);
    private final SortingOffice four = new SortingOffice(4);
    private final SortingOffice eight = new SortingOffice(8);

    @Setup
    public void runOnTwoHosts() {
        SortingOffice other = new SortingOffice(2);
        for (int i = 0; i < 20_000; i++) {
            other.sort(letter);
        }
        if (other.sorted() != 20_000L * letter.weight) {
            throw new IllegalStateException("not every letter was sorted");
        }
    }

    @Benchmark
    public void noHook() {
        empty.sortWithoutHook(letter);
    }

    @Benchmark
    public void hookWith0() {
        empty.sort(letter);
    }

    @Benchmark
    public void direct1() {
        if (C0.weigh(letter) == Verdict.ACCEPT) {
            one.sortWithoutHook(letter);
        }
    }

    @Benchmark
    public void hookWith1() {
        one.sort(letter);
    }

    @Benchmark
    public void direct4() {
        if (C0.weigh(letter) == Verdict.ACCEPT && C1.weigh(letter) == Verdict.ACCEPT
                && C2.weigh(letter) == Verdict.ACCEPT && C3.weigh(letter) == Verdict.ACCEPT) {
            four.sortWithoutHook(letter);
        }
    }

    @Benchmark
    public void hookWith4() {
        four.sort(letter);
    }

    @Benchmark
    public void direct8() {
        if (C0.weigh(letter) == Verdict.ACCEPT && C1.weigh(letter) == Verdict.ACCEPT
                && C2.weigh(letter) == Verdict.ACCEPT && C3.weigh(letter) == Verdict.ACCEPT
                && C4.weigh(letter) == Verdict.ACCEPT && C5.weigh(letter) == Verdict.ACCEPT
                && C6.weigh(letter) == Verdict.ACCEPT && C7.weigh(letter) == Verdict.ACCEPT) {
            eight.sortWithoutHook(letter);
        }
    }

    @Benchmark
    public void hookWith8() {
        eight.sort(letter);
    }

    /// Two hosts in turn, four handlers and eight: ns for one subject.
    @Benchmark
    @OperationsPerInvocation(2)
    public void hookWith4And8InTurn() {
        four.sort(letter);
        eight.sort(letter);
    }
}
