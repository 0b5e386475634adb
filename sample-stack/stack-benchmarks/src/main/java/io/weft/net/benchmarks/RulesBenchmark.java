package io.weft.net.benchmarks;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// The rules alone: a chain of which the last rule matches, in the time that a jump there and back takes.
///
/// FORWARD jumps to it so often that what else a forwarded packet costs hardly counts.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RulesBenchmark {

    private static final int JUMPS = 32;

    @Param({"10", "1000", "10000"})
    public int rules = 10;

    @Param({"SOURCE", "MIXED", "RANGES"})
    public RuleShape shape = RuleShape.SOURCE;

    /// How the rules run: `compiled`, as they do, or `interpreted`, every rule asked by every packet.
    @Param({"compiled", "interpreted"})
    public String form = "compiled";

    private @Nullable Forwarder forwarder;

    @Setup
    public void build() throws IOException {
        StringBuilder text = new StringBuilder("*filter\n:FORWARD ACCEPT [0:0]\n:asked - [0:0]\n").append("-A FORWARD -j asked\n".repeat(JUMPS));
        shape.append(text, "asked", rules - 1, "DROP");
        text.append("-A asked -d 10.0.1.0/24 -j RETURN\n").append("COMMIT\n");
        forwarder = new Forwarder(text.toString(), form);
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(forwarder).close();
    }

    @Benchmark
    @OperationsPerInvocation(Forwarder.BATCH * JUMPS)
    public boolean ask() {
        return Objects.requireNonNull(forwarder).turn();
    }
}
