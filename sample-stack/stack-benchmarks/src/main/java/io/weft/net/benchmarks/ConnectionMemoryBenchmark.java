package io.weft.net.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a connection takes of the heap: the difference that a million of them makes after a collection, with the tables' arrays and all
/// that the plugins keep besides.
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ConnectionMemoryBenchmark {

    private static final int ENTRIES = 1_000_000;

    /// What JMH prints beside the time.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Heap {
        public long bytesPerConnection;
    }

    @Param({"udp", "tcp"})
    public String protocol = "udp";

    @Param({"NONE", "MASQUERADE"})
    public Flow.Translation translation = Flow.Translation.NONE;

    private long before;
    private @Nullable Router router;

    @Setup(Level.Iteration)
    public void weigh() {
        before = used();
    }

    @TearDown(Level.Iteration)
    public void close() {
        Objects.requireNonNull(router).close();
        router = null;
    }

    @Benchmark
    public boolean establish(Heap heap) throws IOException {
        Router made = new Router(translation, ENTRIES, Map.of());
        router = made;
        made.establish(protocol, ENTRIES);
        heap.bytesPerConnection = (used() - before) / ENTRIES;
        return made.turn();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
