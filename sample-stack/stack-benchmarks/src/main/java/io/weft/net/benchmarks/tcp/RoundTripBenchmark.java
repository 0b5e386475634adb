package io.weft.net.benchmarks.tcp;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long one byte takes to the other stack's program and back: the median is `p0.50`, the slowest of a hundred `p0.99`. Where the stacks
/// have threads of their own, the thread that measures hands its byte over and is woken by the answer.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RoundTripBenchmark {

    @Param({"SHARED", "OWN"})
    public Loops loops = Loops.SHARED;

    private @Nullable TwoHosts hosts;
    private @Nullable TcpSocket socket;
    private final byte[] ping = {1};
    private volatile long answers;

    /// Counts what comes back.
    private final class Client implements TcpHandler {

        private final byte[] some = new byte[16];

        @Override
        public void connected(TcpSocket open) {
            open.noDelay(true);
            answers = 0;
            Objects.requireNonNull(hosts).wake();
        }

        @Override
        public void readable(TcpSocket open) {
            answers += read(open, some);
            Objects.requireNonNull(hosts).wake();
        }
    }

    /// Sends back what comes.
    private static final class Echo implements TcpHandler {

        private final byte[] some = new byte[16];

        @Override
        public void readable(TcpSocket open) {
            write(open, some, read(open, some));
        }
    }

    @Setup
    public void connect() throws Exception {
        TwoHosts made = new TwoHosts(loops, true, UnaryOperator.identity());
        hosts = made;
        answers = -1;
        made.right.onLoop(() -> made.right.tcp().listen(Ipv4.ANY, 7, 1, listener -> {
            TcpSocket accepted = Objects.requireNonNull(listener.accept());
            accepted.noDelay(true);
            accepted.handler(new Echo());
        }));
        socket = made.left.onLoop(() -> made.left.tcp().connect(TwoHosts.RIGHT, 7, new Client()));
        made.until(() -> answers == 0);
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(hosts).close();
    }

    @Benchmark
    public void roundTrip() throws Exception {
        TwoHosts between = Objects.requireNonNull(hosts);
        TcpSocket open = Objects.requireNonNull(socket);
        long before = answers;
        between.left.onLoop(() -> write(open, ping, 1));
        between.until(() -> answers > before);
    }

    private static int read(TcpSocket from, byte[] to) {
        try {
            return from.read(to, 0, to.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int write(TcpSocket to, byte[] bytes, int length) {
        try {
            return to.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
