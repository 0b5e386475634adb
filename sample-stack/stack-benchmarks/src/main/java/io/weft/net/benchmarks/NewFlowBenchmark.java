package io.weft.net.benchmarks;

import java.io.IOException;
import java.util.Map;
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

/// The life of a connection: every packet begins one, past the rules of the tables, and another one ends for it.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class NewFlowBenchmark {

    /// How a connection ends.
    public enum End {
        /// Its time is over. The clock is such that the table keeps as many as are wanted.
        EXPIRY,
        /// The table is full and the newcomer evicts it.
        EARLY_DROP
    }

    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    /// The connections in the table.
    @Param({"1000", "100000", "1000000"})
    public int entries = 1_000;

    /// `EXPIRY`, or `EARLY_DROP` where it is asked for (`-p end=EARLY_DROP`).
    @Param("EXPIRY")
    public End end = End.EXPIRY;

    @Param({"NONE", "MASQUERADE"})
    public Flow.Translation translation = Flow.Translation.NONE;

    private @Nullable Router router;

    @Setup
    public void fill() throws IOException {
        // what ends by time stands there for a tick or two longer
        Router made = new Router(translation, end == End.EXPIRY ? 2 * entries : entries, Map.of("nf_conntrack_udp_timeout", 1));
        router = made;
        made.fromClients.anew(Flow.Kind.UDP);
        made.turnsTake(switch (end) {
            case EXPIRY -> TIMEOUT_NS * Router.BATCH / entries;
            case EARLY_DROP -> 0;
        });
        for (int i = 0; i < 2 * entries; i += Router.BATCH) {
            made.turn();
        }
        long before = made.toServers();
        made.turn();
        if (made.toServers() - before != Router.BATCH) {
            throw new IllegalStateException("of " + Router.BATCH + " new flows " + (made.toServers() - before) + " got through");
        }
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(router).close();
    }

    @Benchmark
    @OperationsPerInvocation(Router.BATCH)
    public boolean begin() {
        return Objects.requireNonNull(router).turn();
    }
}
