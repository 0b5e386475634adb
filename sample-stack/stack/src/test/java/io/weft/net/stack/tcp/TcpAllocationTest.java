package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.net.address.Ipv4;
import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// That a stream costs no garbage once it runs.
class TcpAllocationTest {

    private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final long WARM_UP_BYTES = 600_000_000L;
    private static final long BYTES = 1_000_000_000L;
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
    void aStreamAllocatesNothing() throws IOException {
        Reader reader = new Reader();
        try (NetStack stack = NetStack.builder().poolPackets(1_024).build()) {
            stack.tcp().listen(Ipv4.ANY, 80, 1, listener -> {
                TcpSocket accepted = listener.accept();
                assertThat(accepted).isNotNull();
                accepted.handler(reader);
            });
            stack.tcp().connect(LOOPBACK, 80, new Writer());
            run(stack, reader, WARM_UP_BYTES);
            long allocated = Long.MAX_VALUE;
            // a compilation may still fall into a run
            for (int i = 0; i < 3 && allocated > NOISE_BYTES; i++) {
                long before = allocatedBytes();
                run(stack, reader, BYTES);
                allocated = allocatedBytes() - before;
            }
            assertThat(allocated).as("bytes allocated for " + BYTES + " bytes of a stream").isLessThan(NOISE_BYTES);
        }
    }

    private static void run(NetStack stack, Reader reader, long bytes) {
        long until = reader.got + bytes;
        while (reader.got < until) {
            stack.turn();
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
