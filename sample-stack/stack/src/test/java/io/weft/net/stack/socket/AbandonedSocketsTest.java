package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a program loses without closing it does not stay open.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AbandonedSocketsTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(60);

    private final NetStack stack = NetStack.builder().name("abandoned").build();
    private final Sockets sockets = stack.sockets();
    private StreamListener listener;

    @BeforeEach
    void start() throws IOException {
        stack.start();
        listener = sockets.listen(0);
    }

    @AfterEach
    void close() {
        stack.close();
    }

    private InetSocketAddress there() {
        return new InetSocketAddress(LOOPBACK, listener.local().getPort());
    }

    private static void collectUntil(Callable<Boolean> so) throws Exception {
        long startNs = System.nanoTime();
        while (!so.call()) {
            assertThat(System.nanoTime() - startNs).as("waited too long").isLessThan(LONGEST_NS);
            System.gc();
        }
    }

    /// Everything that was lost by now is found.
    private static void collect() throws Exception {
        WeakReference<Object> lost = new WeakReference<>(new Object());
        collectUntil(() -> lost.refersTo(null));
    }

    private static boolean isAtItsEnd(StreamSocket socket) throws IOException {
        socket.timeout(Duration.ofMillis(20));
        try {
            return socket.read(new byte[1], 0, 1) < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private boolean isFree(int port) throws IOException {
        try {
            sockets.listen(port).close();
            return true;
        } catch (BindException taken) {
            return false;
        }
    }

    private boolean isFreeForDatagrams(int port) throws IOException {
        try {
            sockets.datagrams(port).close();
            return true;
        } catch (BindException taken) {
            return false;
        }
    }

    // what these methods open is lost when they end

    private void loseConnection() throws IOException {
        sockets.connect(there(), Duration.ZERO).write(new byte[] {7}, 0, 1);
    }

    private void loseSocket() throws IOException {
        sockets.socketFactory().createSocket(LOOPBACK, there().getPort()).getOutputStream().write(7);
    }

    private int loseListener() throws IOException {
        return sockets.listen(0).local().getPort();
    }

    private int loseServerSocket() throws IOException {
        return sockets.serverSocketFactory().createServerSocket(0, 5, LOOPBACK).getLocalPort();
    }

    private int loseDatagramPort() throws IOException {
        return sockets.datagrams(0).local().getPort();
    }

    private int loseDatagramSocket() throws IOException {
        DatagramSocket lost = sockets.datagramSocket(new InetSocketAddress(LOOPBACK, 0));
        return lost.getLocalPort();
    }

    private InputStream keepOnlyTheStream() throws IOException {
        return sockets.connect(there(), Duration.ZERO).input();
    }

    private OutputStream keepOnlyTheStreamOfASocket() throws IOException {
        return sockets.socketFactory().createSocket(LOOPBACK, there().getPort()).getOutputStream();
    }

    @Test
    void connectionIsClosedAfterWhatWasWrittenIsSent() throws Exception {
        loseConnection();
        try (StreamSocket peer = listener.accept()) {
            assertThat(peer.input().read()).isEqualTo(7);
            collectUntil(() -> isAtItsEnd(peer));
        }
    }

    @Test
    void javaNetSocketIsClosed() throws Exception {
        loseSocket();
        try (StreamSocket peer = listener.accept()) {
            assertThat(peer.input().read()).isEqualTo(7);
            collectUntil(() -> isAtItsEnd(peer));
        }
    }

    @Test
    void portsOfListenersAreFreeAgain() throws Exception {
        int own = loseListener();
        int javaNets = loseServerSocket();
        collectUntil(() -> isFree(own) && isFree(javaNets));
    }

    @Test
    void portsForDatagramsAreFreeAgain() throws Exception {
        int own = loseDatagramPort();
        int javaNets = loseDatagramSocket();
        collectUntil(() -> isFreeForDatagrams(own) && isFreeForDatagrams(javaNets));
    }

    @Test
    void whoeverHasAStreamHasItsSocket() throws Exception {
        try (InputStream in = keepOnlyTheStream(); StreamSocket peer = listener.accept();
                OutputStream out = keepOnlyTheStreamOfASocket(); StreamSocket other = listener.accept()) {
            collect();
            peer.write(new byte[] {1}, 0, 1);
            assertThat(in.read()).isEqualTo(1);
            out.write(2);
            assertThat(other.input().read()).isEqualTo(2);
        }
    }
}
