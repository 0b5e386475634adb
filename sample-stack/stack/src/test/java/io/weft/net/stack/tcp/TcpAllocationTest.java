package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.net.address.Ipv4;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.testing.WiredStacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// That a stream costs no garbage once it runs.
class TcpAllocationTest {

    private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final long WARM_UP_BYTES = 600_000_000L;
    private static final long BYTES = 1_000_000_000L;
    /// Most are of 64 KB, though what is acknowledged makes room for smaller ones.
    private static final long LARGE_BYTES = 50_000;
    // objects of the measurement itself, and of a compilation that is installed meanwhile
    private static final long NOISE_BYTES = 20_000;

    /// Writes without end.
    private static final class Writer implements TcpHandler {

        private final byte[] some = new byte[100_000];

        @Override
        public void connected(TcpSocket socket) {
            writable(socket);
        }

        @Override
        public void writable(TcpSocket socket) {
            try {
                int taken = some.length;
                while (taken == some.length) {
                    taken = socket.write(some, 0, some.length);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Reader implements TcpHandler {

        private final byte[] some = new byte[100_000];
        private long got;

        @Override
        public void readable(TcpSocket socket) {
            try {
                for (int count = socket.read(some, 0, some.length); count > 0; count = socket.read(some, 0, some.length)) {
                    got += count;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aStreamToItselfAllocatesNothing() throws IOException {
        Reader reader = new Reader();
        try (NetStack stack = NetStack.builder().poolPackets(1_024).build()) {
            accept(stack, reader);
            stack.tcp().connect(LOOPBACK, 80, new Writer());
            measure(stack::turn, reader, WARM_UP_BYTES, BYTES);
        }
    }

    @Test
    void largeSegmentsAllocateNothing() throws IOException {
        acrossAWire(true, WARM_UP_BYTES, BYTES);
    }

    @Test
    void smallSegmentsCutFromLargeOnesAllocateNothing() throws IOException {
        acrossAWire(false, WARM_UP_BYTES / 4, BYTES / 10);
    }

    private static void acrossAWire(boolean offloads, long warmUpBytes, long bytes) throws IOException {
        Reader reader = new Reader();
        try (WiredStacks hosts = new WiredStacks(offloads, UnaryOperator.identity())) {
            accept(hosts.right, reader);
            hosts.left.tcp().connect(WiredStacks.RIGHT, 80, new Writer());
            measure(hosts::turn, reader, warmUpBytes, bytes);
            NetDevice sender = hosts.left.devices().getLast();
            long meanBytes = sender.counters().txBytes() / sender.counters().txPackets();
            assertThat(meanBytes > (offloads ? LARGE_BYTES : 2L * sender.mtu())).as("segments are large, not of " + meanBytes + " bytes")
                    .isEqualTo(offloads);
        }
    }

    private static void accept(NetStack stack, Reader reader) throws IOException {
        stack.tcp().listen(Ipv4.ANY, 80, 1, listener -> {
            TcpSocket accepted = listener.accept();
            assertThat(accepted).isNotNull();
            accepted.handler(reader);
        });
    }

    private static void measure(BooleanSupplier turn, Reader reader, long warmUpBytes, long bytes) {
        run(turn, reader, warmUpBytes);
        long allocated = Long.MAX_VALUE;
        // a compilation may still fall into a run
        for (int i = 0; i < 3 && allocated > NOISE_BYTES; i++) {
            long before = allocatedBytes();
            run(turn, reader, bytes);
            allocated = allocatedBytes() - before;
        }
        assertThat(allocated).as("bytes allocated for " + bytes + " bytes of a stream").isLessThan(NOISE_BYTES);
    }

    private static void run(BooleanSupplier turn, Reader reader, long bytes) {
        long until = reader.got + bytes;
        while (reader.got < until) {
            turn.getAsBoolean();
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
