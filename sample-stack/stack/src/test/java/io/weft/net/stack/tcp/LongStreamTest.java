package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A stream that is longer than there are sequence numbers.
class LongStreamTest {

    private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final long BYTES = (1L << 32) + 100_000_000;
    /// No power of two, so that a byte at the wrong place of a buffer is another byte.
    private static final int PERIOD = 65_521;
    private static final long STALL_NS = 10_000_000_000L;
    private static final byte[] PATTERN = pattern();

    private static byte[] pattern() {
        byte[] once = new byte[PERIOD];
        new Random(1).nextBytes(once);
        byte[] twice = Arrays.copyOf(once, 2 * PERIOD);
        System.arraycopy(once, 0, twice, PERIOD, PERIOD);
        return twice;
    }

    private static final class Writer implements TcpHandler {

        private long written;

        @Override
        public void connected(TcpSocket socket) {
            writable(socket);
        }

        @Override
        public void writable(TcpSocket socket) {
            try {
                int taken = PERIOD;
                while (taken == PERIOD) {
                    taken = socket.write(PATTERN, (int) (written % PERIOD), PERIOD);
                    written += taken;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Reader implements TcpHandler {

        private final byte[] some = new byte[PERIOD];
        private long got;

        @Override
        public void readable(TcpSocket socket) {
            try {
                for (int count = socket.read(some, 0, PERIOD); count > 0; count = socket.read(some, 0, PERIOD)) {
                    int from = (int) (got % PERIOD);
                    assertThat(Arrays.equals(some, 0, count, PATTERN, from, from + count)).as("the bytes behind " + got).isTrue();
                    got += count;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void goesOnWhenTheSequenceNumbersHaveGoneRound() throws IOException {
        Reader reader = new Reader();
        try (NetStack stack = NetStack.builder().poolPackets(1_024).build()) {
            stack.tcp().listen(Ipv4.ANY, 80, 1, listener -> {
                TcpSocket accepted = listener.accept();
                assertThat(accepted).isNotNull();
                accepted.handler(reader);
            });
            stack.tcp().connect(LOOPBACK, 80, new Writer());
            while (reader.got < BYTES) {
                long before = reader.got;
                long startNs = System.nanoTime();
                while (reader.got == before) {
                    stack.turn();
                    assertThat(System.nanoTime() - startNs).as("how long nothing came behind " + before).isLessThan(STALL_NS);
                }
            }
            assertThat(stack.faults()).isZero();
        }
    }
}
