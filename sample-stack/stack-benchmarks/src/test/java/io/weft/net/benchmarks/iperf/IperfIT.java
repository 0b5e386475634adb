package io.weft.net.benchmarks.iperf;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.benchmarks.iperf.IperfTest.Outcome;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.StackSettings;
import io.weft.net.stack.tcp.TcpSettings;
import io.weft.net.stack.tcp.TcpSwitches;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A stream between the stack and the kernel's own `iperf3 -s`, through `tap:`, and what `ss` says of it meanwhile.
@Timeout(120)
class IperfIT {

    private static final long DURATION_NS = TimeUnit.SECONDS.toNanos(1);
    /// Of a stream that ends by the clock some is under way when it does: no more than both ends' buffers hold.
    private static final long UNDER_WAY_BYTES = (1 << 22) + (32 << 20);
    /// The word that says how much this stream has carried, whichever way.
    private static final Pattern CARRIED = Pattern.compile("bytes_(?:received|acked):(\\d+)");

    private Namespace kernel;
    private NetStack stack;
    private Process server;

    @BeforeAll
    static void needsNamespacesAndPrograms() {
        String whyNot = "";
        try (Namespace probe = new Namespace("p")) {
            probe.run("iperf3 --version");
            probe.run("ss --version");
        } catch (IOException | InterruptedException e) {
            whyNot = "needs root, iproute2 and iperf3: " + e.getMessage();
            System.err.println("IperfIT is skipped: " + whyNot);
        }
        Assumptions.assumeTrue(whyNot.isEmpty(), whyNot);
    }

    @BeforeEach
    void joinStackAndKernel() throws Exception {
        kernel = new Namespace("s");
        stack = NetStack.builder().name("iperf").settings(IperfIT::asksForEcn).build();
        KernelComparison.joinByTap(stack, kernel);
        server = kernel.start("iperf3 -s --forceflush", "listening");
    }

    private static StackSettings asksForEcn(StackSettings settings) {
        TcpSettings tcp = settings.tcp();
        return settings.withTcp(tcp.withSwitches(tcp.switches().withEcn(TcpSwitches.Ecn.ASK)));
    }

    @AfterEach
    void close() throws Exception {
        try (Namespace gone = kernel; NetStack closed = stack) {
            if (server != null) {
                server.destroy();
                server.waitFor(5, TimeUnit.SECONDS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsCountTheSame(Direction direction) throws Exception {
        Outcome outcome = IperfTest.run(stack, KernelComparison.SERVER, direction, DURATION_NS);
        System.out.printf("iperf3 %s: %.2f Gbit/s, %d bytes sent, %d received%n",
                direction, outcome.gigabits(), outcome.sentBytes(), outcome.receivedBytes());
        assertThat(outcome.receivedBytes()).isPositive().isBetween(outcome.sentBytes() - UNDER_WAY_BYTES, outcome.sentBytes());
        assertThat(stack.faults()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theKernelShowsTheStreamWithAllThatItAgreedOn(Direction direction) throws Exception {
        FutureTask<Outcome> test = inBackground(() -> IperfTest.run(stack, KernelComparison.SERVER, direction, DURATION_NS));
        String stream = streamOnceItFlows(test);
        System.out.println(stream);
        assertThat(stream).startsWith("ESTAB").contains("10.60.1.2]:", " ts ", " sack ", " ecn ", " wscale:7,", " mss:1448 ");
        test.get();
    }

    /// What `ss` shows of the data's connection.
    private String streamOnceItFlows(FutureTask<?> test) throws Exception {
        List<String> shown = List.of();
        while (!test.isDone()) {
            shown = kernel.run("ss -tinoHO sport = :5201 and dst 10.60.1.2").lines().toList();
            for (String connection : shown) {
                if (carried(connection) > 1_000_000) {
                    return connection;
                }
            }
        }
        throw new AssertionError("no connection of the test carried a megabyte; the last seen: " + shown);
    }

    private static long carried(String connection) {
        long most = 0;
        for (Matcher word = CARRIED.matcher(connection); word.find(); ) {
            most = Math.max(most, Long.parseLong(word.group(1)));
        }
        return most;
    }

    private static <T> FutureTask<T> inBackground(Callable<T> task) {
        FutureTask<T> started = new FutureTask<>(task);
        Thread.ofVirtual().start(started);
        return started;
    }
}
