package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.stack.tcp.TcpSwitches.Congestion;
import io.weft.net.stack.tcp.TcpSwitches.Ecn;
import io.weft.net.stack.testing.TwoStacks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams between two stacks over a faulty link: every byte arrives, once and in order.
class TransferTest {

    /// Sends its bytes as there is room, reads until the end, and closes in between.
    private static final class Party implements TcpHandler {

        private final byte[] toSend;
        private int sent;
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private boolean ended;
        private @Nullable IOException failure;
        private boolean closed;

        Party(long seed, int length) {
            toSend = new byte[length];
            new Random(seed).nextBytes(toSend);
        }

        @Override
        public void connected(TcpSocket socket) {
            send(socket);
        }

        @Override
        public void writable(TcpSocket socket) {
            send(socket);
        }

        void send(TcpSocket socket) {
            try {
                sent += socket.write(toSend, sent, toSend.length - sent);
                if (sent == toSend.length) {
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void readable(TcpSocket socket) {
            try {
                byte[] some = new byte[10_000];
                for (int count = socket.read(some, 0, some.length); count != 0; count = socket.read(some, 0, some.length)) {
                    if (count < 0) {
                        ended = true;
                        return;
                    }
                    got.write(some, 0, count);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void closed(TcpSocket socket, @Nullable IOException why) {
            closed = true;
            failure = why;
        }

        String hash(byte[] bytes) {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
            }
        }

        void gotAllOf(Party other) {
            assertThat(failure).isNull();
            assertThat(ended).isTrue();
            assertThat(hash(got.toByteArray())).isEqualTo(hash(other.toSend));
        }
    }

    private static void listen(TwoStacks hosts, Party server) throws BindException {
        hosts.right.tcp().listen(0, 80, 10, listener -> {
            TcpSocket socket = listener.accept();
            assertThat(socket).isNotNull();
            socket.handler(server);
            server.send(socket);
            server.readable(socket);
        });
    }

    private static double transfer(long seed, double faults, int up, int down) throws IOException {
        return transfer(seed, faults, up, down, TcpSwitches.DEFAULT);
    }

    private static double transfer(long seed, double faults, int up, int down, TcpSwitches switches) throws IOException {
        Party client = new Party(seed, up);
        Party server = new Party(seed + 7, down);
        try (TwoStacks hosts = new TwoStacks(seed, faults, settings -> settings.withSwitches(switches))) {
            listen(hosts, server);
            hosts.left.tcp().connect(TwoStacks.RIGHT, 80, client);
            long startNs = hosts.nowNs();
            hosts.until(() -> client.closed && server.closed, Duration.ofHours(1));
            client.gotAllOf(server);
            server.gotAllOf(client);
            double seconds = (hosts.nowNs() - startNs) / 1e9;
            hosts.until(() -> hosts.left.tcp().connections() + hosts.right.tcp().connections() == 0, Duration.ofMinutes(3));
            return seconds;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", faults " + faults + ", " + switches, e);
        }
    }

    @Test
    void megabytesArriveOverAGoodLink() throws IOException {
        assertThat(transfer(1, 0, 4_000_000, 4_000_000)).as("seconds").isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({"0.001, 2000000, 10", "0.01, 1000000, 20", "0.03, 200000, 100", "0.1, 50000, 100"})
    void everyByteArrivesOverABadLink(double faults, int bytes, int seeds) throws IOException {
        for (long seed = 1; seed <= seeds; seed++) {
            transfer(seed, faults, bytes, bytes / 2);
        }
    }

    /// Each seed with as many faults as it says, from none to 10 of a hundred.
    @ParameterizedTest
    @CsvSource({"CUBIC, true, OFF", "CUBIC, false, OFF", "RENO, true, OFF", "RENO, false, OFF", "CUBIC, true, ASK"})
    void everyByteArrivesWithEachOfTheSwitches(Congestion congestion, boolean sack, Ecn ecn) throws IOException {
        TcpSwitches switches = TcpSwitches.DEFAULT.withCongestionControl(congestion).withSack(sack).withEcn(ecn);
        for (long seed = 1; seed <= 100; seed++) {
            transfer(seed, (seed - 1) % 11 / 100.0, 100_000, 50_000, switches);
        }
    }

    @Test
    void manyShortConnectionsLeaveNothing() throws IOException {
        for (int i = 0; i < 50; i++) {
            transfer(i, 0.02, 100, 100);
        }
    }
}
