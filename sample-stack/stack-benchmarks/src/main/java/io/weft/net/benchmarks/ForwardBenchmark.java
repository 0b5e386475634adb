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

/// One packet forwarded in memory: from the card's batch past PRE_ROUTING, FORWARD and POST_ROUTING into the other card's batch, through
/// the plugin jars that operators load.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ForwardBenchmark {

    /// The rules of FORWARD: all but the last ask for another source address and miss, the last accepts. `absent`: no plugins at all.
    @Param({"absent", "0", "10", "1000", "10000"})
    public String rules = "absent";

    /// How the rules run: `compiled`, as they do, or `interpreted`, every rule asked by every packet.
    @Param({"compiled", "interpreted"})
    public String form = "compiled";

    private @Nullable Forwarder forwarder;

    @Setup
    public void build() throws IOException {
        forwarder = new Forwarder(rules.equals("absent") ? null : text(Integer.parseInt(rules)), form);
    }

    private static String text(int count) {
        StringBuilder text = new StringBuilder("*filter\n:FORWARD ").append(count == 0 ? "ACCEPT" : "DROP").append(" [0:0]\n");
        RuleShape.SOURCE.append(text, "FORWARD", count - 1, "DROP");
        return text.append(count > 0 ? "-A FORWARD -d 10.0.1.0/24 -j ACCEPT\n" : "").append("COMMIT\n").toString();
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(forwarder).close();
    }

    @Benchmark
    @OperationsPerInvocation(Forwarder.BATCH)
    public boolean forward() {
        return Objects.requireNonNull(forwarder).turn();
    }
}
