package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Very many sockets at once, and none of them left.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManySocketsTest {

    private static final int THREADS = 1_000;
    private static final int ROUNDS = 5;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /// How far the stack's clock has been put forward.
    private final AtomicLong aheadNs = new AtomicLong();
    private NetStack stack;

    @BeforeEach
    void start() {
        stack = NetStack.builder().name("many").clock(() -> System.nanoTime() + aheadNs.get()).build();
        stack.start();
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void thousandVirtualThreadsTalkAtOnceAndNothingIsLeft() throws Exception {
        try (StreamListener listener = stack.sockets().listen(new InetSocketAddress(LOOPBACK, 7), THREADS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> {
                for (int i = 0; i < THREADS; i++) {
                    StreamSocket socket = listener.accept();
                    threads.submit(() -> echo(socket));
                }
                return null;
            });
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                clients.add(threads.submit(() -> talk(number)));
            }
            for (Future<Integer> client : clients) {
                assertThat(client.get()).isEqualTo(ROUNDS);
            }
        }
        awaitNothingLeft();
    }

    private static Void echo(StreamSocket socket) throws IOException {
        try (socket) {
            socket.input().transferTo(socket.output());
            return null;
        }
    }

    private int talk(int number) throws IOException {
        byte[] message = new byte[2_000];
        java.util.Arrays.fill(message, (byte) number);
        int rounds = 0;
        try (StreamSocket socket = stack.sockets().connect("localhost", 7)) {
            for (int i = 0; i < ROUNDS; i++) {
                socket.output().write(message);
                assertThat(socket.input().readNBytes(message.length)).isEqualTo(message);
                rounds++;
            }
        }
        return rounds;
    }

    /// Of connections, ports and packets.
    private void awaitNothingLeft() throws Exception {
        long startNs = System.nanoTime();
        while (stack.sockets().channels().open() > 0) {
            assertThat(System.nanoTime() - startNs).as(stack.sockets().channels().open() + " channels are left").isLessThan(20_000_000_000L);
        }
        // some begin only now to wait for stray segments, so the clock has to go on
        while (stack.onLoop(() -> stack.tcp().connections()) > 0) {
            aheadNs.addAndGet(1_000_000_000L);
            assertThat(System.nanoTime() - startNs).as("connections are left").isLessThan(20_000_000_000L);
        }
        assertThat(stack.faults()).isZero();
    }

    @Test
    void socketsThatNeverConnectLeaveNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> stack.sockets().connect("localhost", 9)).isInstanceOf(java.net.ConnectException.class);
            stack.sockets().socketFactory().createSocket().close();
            stack.sockets().datagrams(0).close();
            stack.sockets().listen(0).close();
        }
        awaitNothingLeft();
    }

    @Test
    void closedStackWakesAllWhoWait() throws Exception {
        StreamListener listener = stack.sockets().listen(80);
        StreamSocket client = stack.sockets().connect("localhost", 80);
        StreamSocket server = listener.accept();
        DatagramPort datagrams = stack.sockets().datagrams(0);
        List<Blocked<?>> waiting = List.of(Blocked.onVirtual(listener::accept), Blocked.onVirtual(() -> client.input().read()),
                Blocked.onVirtual(() -> server.input().read()), Blocked.onVirtual(datagrams::receive));
        stack.close();
        for (Blocked<?> each : waiting) {
            assertThatThrownBy(each::outcome).isInstanceOf(SocketException.class).hasMessage("The stack is closed");
        }
        assertThatThrownBy(() -> stack.sockets().connect("localhost", 80)).isInstanceOf(SocketException.class).hasMessage("The stack is closed");
        assertThatThrownBy(() -> stack.sockets().listen(80)).isInstanceOf(SocketException.class).hasMessage("The stack is closed");
    }
}
