package io.weft.net.app.kernelpeer;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.drivers.Drivers;
import io.weft.net.drivers.faulty.FaultyDriver;
import io.weft.net.drivers.faulty.LinkFaults;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.tcp.TcpCounter;
import io.weft.net.stack.time.Timers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/// One seed: a stack of its own, at the end of a TAP interface of the kernel's behind a faulty link, and what is done between the two.
final class Trial {

    private static final long PATIENCE_NS = Duration.ofSeconds(150).toNanos();
    private static final long TIME_WAIT_NS = Duration.ofSeconds(1).toNanos();
    private static final String KERNELS_TIME_WAIT = "06";

    private final TrialPlan plan;
    private final String nic;
    private final String kernelAddress;
    private final String stackAddress;

    /// What the link did and what the stack counted.
    ///
    /// @param badSegments that the stack refused for their checksums or headers
    record Outcome(LinkFaults toStack, LinkFaults toKernel, long badSegments, long retransmitted) {

        static final Outcome NOTHING = new Outcome(new LinkFaults(0, 0, 0, 0, 0), new LinkFaults(0, 0, 0, 0, 0), 0, 0);

        Outcome plus(Outcome other) {
            return new Outcome(toStack.plus(other.toStack), toKernel.plus(other.toKernel), badSegments + other.badSegments,
                    retransmitted + other.retransmitted);
        }
    }

    /// @param number tells trials of one namespace apart; 0 to 60,000
    Trial(TrialPlan plan, int number) {
        this.plan = plan;
        nic = "tap" + number;
        String subnet = "10." + number / 256 + "." + number % 256;
        kernelAddress = subnet + ".1";
        stackAddress = subnet + ".2";
    }

    Outcome run() throws Exception {
        FaultyDriver link = new FaultyDriver(Drivers.found().open("tap:" + nic + "?peer=" + kernelAddress + "/24&vnet="
                + (plan.offloads() ? "on" : "off")), plan.toStack(), plan.toKernel(), plan.seed());
        NetStack stack = NetStack.builder().name(nic).random(new Random(plan.seed()))
                .settings(before -> before.withTcp(before.tcp().withTimeWaitNs(TIME_WAIT_NS))).build();
        try (stack) {
            stack.addDevice("eth0", link);
            stack.addAddress("eth0", InterfaceAddress.parse(stackAddress + "/24"));
            stack.start();
            exchange(stack);
            assertEverythingIsBack(stack);
        }
        assertThat(stack.pool().underWay()).as("packets that nobody gave back").isZero();
        assertThat(stack.faults()).as("faults of the stack").isZero();
        return new Outcome(link.inFaults(), link.outFaults(), stack.tcp().counters().of(TcpCounter.IN_ERRS),
                stack.tcp().counters().of(TcpCounter.RETRANS_SEGS));
    }

    private void exchange(NetStack stack) throws Exception {
        Party kernels = new Party("kernel", InetAddress.ofLiteral(kernelAddress), SocketFactory.getDefault(), ServerSocketFactory.getDefault());
        Party stacks = new Party("stack", InetAddress.ofLiteral(stackAddress), stack.sockets().socketFactory(),
                stack.sockets().serverSocketFactory());
        try (Exchanges exchanges = new Exchanges(plan, kernels, stacks)) {
            exchanges.run();
        }
    }

    /// Ends that are remembered for a while are forgotten at last, the kernel's as far as it does not only remember them.
    private void assertEverythingIsBack(NetStack stack) throws Exception {
        awaitNone("connections of the stack", () -> stack.onLoop(() -> stack.tcp().connectionInfos()));
        awaitNone("connections of the kernel", this::kernelsConnections);
        awaitNone("timers of the stack", () -> stack.onLoop(() -> {
            // they have timers, too, and the kernel makes itself known anew when it asks whether the stack is still there
            stack.neighbors().forEach(each -> stack.removeNeighbor(each.device(), each.address()));
            return stack.nextDeadlineNs() == Timers.NEVER ? List.of() : List.of("due at " + stack.nextDeadlineNs());
        }));
        assertThat(stack.onLoop(() -> stack.tcp().bufferBytes())).as("bytes in the stack's buffers").isZero();
        assertThat(stack.onLoop(() -> stack.tcp().listeners())).as("listeners of the stack").isEmpty();
    }

    private List<?> kernelsConnections() throws IOException {
        // as the kernel writes it: 8 digits in the machine's order
        String own = String.format("%08X:", Integer.reverseBytes(Ipv4.parse(kernelAddress)));
        return Files.readAllLines(Path.of("/proc/net/tcp")).stream().map(String::strip)
                .filter(line -> line.split(" +")[1].startsWith(own) && !line.split(" +")[3].equals(KERNELS_TIME_WAIT)).toList();
    }

    private static void awaitNone(String what, Callable<List<?>> left) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        for (List<?> now = left.call(); !now.isEmpty(); now = left.call()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("there are still " + what + ": " + now);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
