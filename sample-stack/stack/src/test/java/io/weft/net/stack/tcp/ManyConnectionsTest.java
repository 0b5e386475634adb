package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.stack.NetStack;
import io.weft.net.stack.testing.WiredStacks;
import io.weft.net.stack.time.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Connections by the thousand, one after another and at once: nothing of them is left, and what one takes is told.
///
/// How many is set by `-Dweft.connections=1000000` and `-Dweft.connections.at.once=10000`.
class ManyConnectionsTest {

    private static final int ONE_AFTER_ANOTHER = Integer.getInteger("weft.connections", 20_000);
    private static final int AT_ONCE = Integer.getInteger("weft.connections.at.once", 10_000);
    private static final int PORT = 80;
    private static final byte[] WORDS = "a hundred bytes, more or less, as a small request or its answer would have them, and then the end.\n".getBytes();
    private static final long TIME_WAIT_NS = TimeUnit.SECONDS.toNanos(61);
    /// What an end may take of the heap that holds no bytes, its socket and handler included.
    private static final long MOST_IDLE_BYTES = 3_000;

    private int ended;
    private int answered;

    /// Asks once, reads the answer and its end, and closes.
    private final class Client implements TcpHandler {

        private int got;
        private boolean connected;

        @Override
        public void connected(TcpSocket socket) {
            connected = true;
        }

        @Override
        public void readable(TcpSocket socket) {
            byte[] some = new byte[WORDS.length];
            int count = read(socket, some);
            got += Math.max(0, count);
            if (got == WORDS.length) {
                got = 0;
                answered++;
            }
            if (count < 0) {
                socket.close();
            }
        }

        @Override
        public void closed(TcpSocket socket, @Nullable IOException why) {
            assertThat(why).isNull();
            socket.close();
        }
    }

    /// Echoes, and closes after that where it shall.
    private final class Server implements TcpHandler {

        private final boolean closes;
        private int echoed;

        Server(boolean closes) {
            this.closes = closes;
        }

        @Override
        public void readable(TcpSocket socket) {
            byte[] some = new byte[WORDS.length];
            int count = read(socket, some);
            if (count > 0) {
                write(socket, some, count);
                echoed += count;
            }
            if (count < 0 || closes && echoed == WORDS.length) {
                socket.close();
                ended++;
            }
        }
    }

    private static int read(TcpSocket from, byte[] to) {
        try {
            return from.read(to, 0, to.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(TcpSocket to, byte[] bytes, int length) {
        try {
            assertThat(to.write(bytes, 0, length)).isEqualTo(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TcpListener serve(NetStack stack, boolean closes) throws IOException {
        return stack.tcp().listen(0, PORT, AT_ONCE, listener -> {
            TcpSocket accepted = Objects.requireNonNull(listener.accept());
            Server server = new Server(closes);
            accepted.handler(server);
            if (accepted.available() > 0) {
                server.readable(accepted);
            }
        });
    }

    @Test
    void nothingIsLeftOfShortConnectionsOneAfterAnother() throws IOException {
        try (WiredStacks hosts = new WiredStacks(true, UnaryOperator.identity())) {
            TcpListener listener = serve(hosts.right, true);
            long startNs = System.nanoTime();
            int most = 0;
            for (int i = 1; i <= ONE_AFTER_ANOTHER; i++) {
                Client client = new Client();
                TcpSocket socket = hosts.left.tcp().connect(WiredStacks.RIGHT, PORT, client);
                hosts.until(() -> client.connected);
                write(socket, WORDS, WORDS.length);
                int before = i - 1;
                hosts.until(() -> answered > before && ended > before && socket.state() == TcpState.CLOSED);
                most = Math.max(most, hosts.right.tcp().connections());
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            System.out.printf("%d connections one after another: %.0f a second, at most %d remembered at a time%n", ONE_AFTER_ANOTHER,
                    ONE_AFTER_ANOTHER / seconds, most);
            assertThat(answered).isEqualTo(ONE_AFTER_ANOTHER);
            leaveNothing(hosts, listener);
        }
    }

    @Test
    void nothingIsLeftOfManyConnectionsAtOnce() throws IOException {
        try (WiredStacks hosts = new WiredStacks(true, UnaryOperator.identity())) {
            TcpListener listener = serve(hosts.right, false);
            List<TcpSocket> sockets = new ArrayList<>();
            List<Client> clients = new ArrayList<>();
            long emptyBytes = heapBytes();
            for (int i = 0; i < AT_ONCE; i++) {
                Client client = new Client();
                clients.add(client);
                sockets.add(hosts.left.tcp().connect(WiredStacks.RIGHT, PORT, client));
                hosts.turn();
            }
            hosts.until(() -> clients.stream().allMatch(client -> client.connected));
            assertThat(hosts.left.tcp().connections()).isEqualTo(AT_ONCE);
            assertThat(hosts.right.tcp().connections()).isEqualTo(AT_ONCE);
            long idleBytes = (heapBytes() - emptyBytes) / (2L * AT_ONCE);
            write(sockets.getFirst(), WORDS, WORDS.length);
            long buffersBytes = hosts.left.tcp().bufferBytes();
            for (TcpSocket socket : sockets.subList(1, AT_ONCE)) {
                write(socket, WORDS, WORDS.length);
                hosts.turn();
            }
            hosts.until(() -> answered == AT_ONCE);
            hosts.pass(TimeUnit.SECONDS.toNanos(1));
            long afterwardsBytes = (heapBytes() - emptyBytes) / (2L * AT_ONCE);
            System.out.printf("%d connections at once: an end takes %d bytes before it is used, %d more with an unanswered request, "
                    + "%d when the answer has been read%n", AT_ONCE, idleBytes, buffersBytes, afterwardsBytes);
            assertThat(idleBytes).as("what an end takes").isLessThan(MOST_IDLE_BYTES);
            assertThat(hosts.left.tcp().bufferBytes() + hosts.right.tcp().bufferBytes()).as("what idle buffers take").isZero();
            sockets.forEach(TcpSocket::close);
            hosts.until(() -> ended == AT_ONCE);
            leaveNothing(hosts, listener);
        }
    }

    private static void leaveNothing(WiredStacks hosts, TcpListener listener) throws IOException {
        hosts.pass(TIME_WAIT_NS);
        listener.close();
        for (NetStack stack : List.of(hosts.left, hosts.right)) {
            assertThat(stack.tcp().connections()).as("connections of " + stack.name()).isZero();
            assertThat(stack.tcp().bufferBytes()).as("bytes in buffers of " + stack.name()).isZero();
            assertThat(stack.pool().underWay()).as("packets of " + stack.name()).isZero();
        }
        // neighbours have timers too: when they are forgotten, none is left
        hosts.left.neighbors().forEach(each -> hosts.left.removeNeighbor("eth0", each.address()));
        hosts.right.neighbors().forEach(each -> hosts.right.removeNeighbor("eth0", each.address()));
        hosts.pass(TIME_WAIT_NS);
        assertThat(Math.min(hosts.left.nextDeadlineNs(), hosts.right.nextDeadlineNs())).as("timers").isEqualTo(Timers.NEVER);
        hosts.right.tcp().listen(0, PORT, 1, again -> { }).close();
    }

    private static long heapBytes() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
