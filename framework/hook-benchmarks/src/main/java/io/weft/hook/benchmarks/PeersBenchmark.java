package io.weft.hook.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One subject past handlers that look at it and accept, by hook points and by what people use elsewhere.
///
/// Every contestant lives twice, each instance with handlers of its own, and both take a letter in each turn: so the JIT sees two chains, two
/// arrays, two pipelines, two proxies, two buses, as it does in a program that holds two stacks. Iterations are many and short, so that
/// on a machine with other work some run undisturbed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 100, time = 10, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class PeersBenchmark {

    @Param
    public Contestant contestant = Contestant.NONE;

    @Param({"0", "1", "4", "8"})
    public int handlers;

    private final Letter letterForLeft = new Letter(20);
    private final Letter letterForRight = new Letter(30);
    private SortingOffice leftOffice = new SortingOffice(0);
    private SortingOffice rightOffice = new SortingOffice(0);
    private Contestant.Route left = leftOffice::sortWithoutHook;
    private Contestant.Route right = rightOffice::sortWithoutHook;

    @Setup
    public void openTwoOffices() {
        leftOffice = new SortingOffice(handlers);
        rightOffice = new SortingOffice(handlers);
        left = contestant.route(leftOffice, handlers);
        right = contestant.route(rightOffice, handlers);
    }

    /// Two instances in turn: ns for one subject.
    @Benchmark
    @OperationsPerInvocation(2)
    public long pass() {
        left.pass(letterForLeft);
        right.pass(letterForRight);
        return leftOffice.sorted() + rightOffice.sorted();
    }

    /// A contestant that lost a letter has measured nothing.
    @TearDown
    public void compareTheOffices() {
        long lettersLeft = leftOffice.sorted() / letterForLeft.weight;
        long lettersRight = rightOffice.sorted() / letterForRight.weight;
        if (lettersLeft == 0 || lettersLeft != lettersRight) {
            throw new IllegalStateException(lettersLeft + " letters were sorted on the left, " + lettersRight + " on the right");
        }
    }
}
