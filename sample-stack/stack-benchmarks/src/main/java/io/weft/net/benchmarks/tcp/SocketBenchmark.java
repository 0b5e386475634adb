package io.weft.net.benchmarks.tcp;

import io.weft.net.address.Ipv4;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
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

/// Small HTTP requests and answers a second by one blocking program on virtual threads, on connections that stay open: over the stack's
/// `java.net` sockets, between two stacks in memory, and over the JDK's on the kernel's loopback.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SocketBenchmark {

    private static final int REQUESTS = 1_000;

    /// Whose sockets.
    public enum Sockets { STACK, JDK }

    @Param({"STACK", "JDK"})
    public Sockets sockets = Sockets.STACK;

    @Param({"1", "16", "256"})
    public int connections = 1;

    private @Nullable TwoHosts hosts;
    private @Nullable Exchanges exchanges;

    @Setup
    public void connect() throws IOException {
        exchanges = switch (sockets) {
            case STACK -> {
                TwoHosts two = new TwoHosts(Loops.OWN, true, UnaryOperator.identity());
                hosts = two;
                yield new SocketExchanges(two.left.sockets().socketFactory(), two.right.sockets().serverSocketFactory(),
                        InetAddress.ofLiteral(Ipv4.format(TwoHosts.RIGHT)), connections);
            }
            case JDK -> new SocketExchanges(SocketFactory.getDefault(), ServerSocketFactory.getDefault(), InetAddress.getLoopbackAddress(),
                    connections);
        };
    }

    @TearDown
    public void close() throws Exception {
        Objects.requireNonNull(exchanges).close();
        if (hosts != null) {
            hosts.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void request() throws Exception {
        Objects.requireNonNull(exchanges).run(REQUESTS);
    }
}
