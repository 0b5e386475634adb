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

/// A packet of an established connection, forwarded in memory: of a connection drawn at random, from either end, with a transport
/// checksum that nobody has looked at yet, past a FORWARD chain that asks for the connection's state.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class EstablishedBenchmark {

    /// The connections in the table; it has as many buckets, rounded up.
    @Param({"1000", "100000", "1000000"})
    public int entries = 1_000;

    /// `udp`, or `tcp` where it is asked for (`-p protocol=tcp`).
    @Param("udp")
    public String protocol = "udp";

    @Param({"NONE", "MASQUERADE", "DNAT"})
    public Flow.Translation translation = Flow.Translation.NONE;

    private @Nullable Router router;

    @Setup
    public void establish() throws IOException {
        Router made = new Router(translation, entries, Map.of());
        router = made;
        made.establish(protocol, entries);
        Flow.Kind kind = protocol.equals("tcp") ? Flow.Kind.TCP_ACK : Flow.Kind.UDP;
        made.fromClients.random(kind, entries);
        made.fromServers.random(kind, entries);
        long toClients = made.toClients();
        long toServers = made.toServers();
        made.turn();
        if (made.toClients() - toClients != Router.BATCH || made.toServers() - toServers != Router.BATCH) {
            throw new IllegalStateException("packets of established connections were not forwarded");
        }
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(router).close();
    }

    @Benchmark
    @OperationsPerInvocation(2 * Router.BATCH)
    public boolean forward() {
        return Objects.requireNonNull(router).turn();
    }
}
