package io.weft.net.benchmarks.tcp;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.tcp.TcpSocket;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
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

/// Goodput of one stream between two stacks in memory: an operation is one segment, as large as the wire takes it.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StreamBenchmark {

    private static final int SEGMENTS = 256;
    /// The data of a segment on Ethernet, with timestamps.
    private static final int SMALL = 1_448;
    private static final int LARGE = 44 * SMALL;

    /// What the wire takes: `LARGE`, segments of up to 64 KB with unfinished checksums; `SMALL`, what fits an MTU of 1500.
    public enum Segments { LARGE, SMALL }

    /// What JMH prints beside the segments; bits in a microsecond are Mbit/s.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Goodput {
        public long bits;
    }

    @Param({"LARGE", "SMALL"})
    public Segments segments = Segments.LARGE;

    @Param({"SHARED", "OWN"})
    public Loops loops = Loops.SHARED;

    private @Nullable TwoHosts hosts;
    private @Nullable Sink sink;

    @Setup
    public void connect() throws Exception {
        TwoHosts made = new TwoHosts(loops, segments == Segments.LARGE, UnaryOperator.identity());
        Sink reader = new Sink(made);
        made.right.onLoop(() -> made.right.tcp().listen(Ipv4.ANY, 80, 1, listener -> {
            TcpSocket accepted = Objects.requireNonNull(listener.accept());
            accepted.handler(reader);
            reader.readable(accepted);
        }));
        made.left.onLoop(() -> made.left.tcp().connect(TwoHosts.RIGHT, 80, new Source()));
        hosts = made;
        sink = reader;
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(hosts).close();
    }

    @Benchmark
    @OperationsPerInvocation(SEGMENTS)
    public void segment(Goodput goodput) {
        long bytes = (long) SEGMENTS * (segments == Segments.LARGE ? LARGE : SMALL);
        Objects.requireNonNull(sink).await(bytes);
        goodput.bits += bytes * 8;
    }
}
