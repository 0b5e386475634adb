package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.Allocation;
import io.weft.net.address.Ipv4;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.testing.WiredStacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// That a stream costs no garbage once it runs.
class TcpAllocationTest {

    private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final long BYTES = 300_000_000L;
    /// Most are of 64 KB, though what is acknowledged makes room for smaller ones.
    private static final long LARGE_BYTES = 50_000;

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
            measure(stack::turn, reader, BYTES);
        }
    }

    @Test
    void largeSegmentsAllocateNothing() throws IOException {
        acrossAWire(true, BYTES);
    }

    @Test
    void smallSegmentsCutFromLargeOnesAllocateNothing() throws IOException {
        acrossAWire(false, BYTES / 10);
    }

    private static void acrossAWire(boolean offloads, long bytes) throws IOException {
        Reader reader = new Reader();
        try (WiredStacks hosts = new WiredStacks(offloads, UnaryOperator.identity())) {
            accept(hosts.right, reader);
            hosts.left.tcp().connect(WiredStacks.RIGHT, 80, new Writer());
            measure(hosts::turn, reader, bytes);
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

    private static void measure(BooleanSupplier turn, Reader reader, long bytes) {
        assertThat(Allocation.bytesOf(() -> run(turn, reader, bytes))).as("bytes allocated for " + bytes + " bytes of a stream").isZero();
    }

    private static void run(BooleanSupplier turn, Reader reader, long bytes) {
        long until = reader.got + bytes;
        while (reader.got < until) {
            turn.getAsBoolean();
        }
    }
}
