package io.weft.net.benchmarks.tcp;

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

/// Small requests and answers a second, as HTTP has them, on connections that stay open: between two stacks in memory, and between the JDK's
/// channels on the kernel's loopback. On either side one thread serves all connections.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ExchangeBenchmark {

    private static final int REQUESTS = 1_000;

    /// Whose TCP.
    public enum Tcp { STACK, KERNEL }

    @Param({"STACK", "KERNEL"})
    public Tcp tcp = Tcp.STACK;

    @Param({"1", "16", "256"})
    public int connections = 1;

    private @Nullable Exchanges exchanges;

    @Setup
    public void connect() throws Exception {
        exchanges = switch (tcp) {
            case STACK -> new StackExchanges(connections);
            case KERNEL -> new KernelExchanges(connections);
        };
    }

    @TearDown
    public void close() throws Exception {
        Objects.requireNonNull(exchanges).close();
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void request() throws Exception {
        Objects.requireNonNull(exchanges).run(REQUESTS);
    }
}
