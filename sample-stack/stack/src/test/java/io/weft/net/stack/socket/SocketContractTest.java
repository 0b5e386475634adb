package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a `java.net.Socket` does, the machine's and the stack's alike.
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketContractTest {

    private static final int BULK = 3_000_000;

    private final Network network;
    private ServerSocket listener;
    private Socket client;
    private Socket server;

    SocketContractTest(Network network) {
        this.network = network;
    }

    @BeforeEach
    void connect() throws IOException {
        listener = network.servers().createServerSocket(0, 50, Network.LOOPBACK);
        client = network.clients().createSocket(Network.LOOPBACK, listener.getLocalPort());
        server = listener.accept();
    }

    @AfterEach
    void closeAll() throws IOException {
        client.close();
        server.close();
        listener.close();
    }

    private static byte[] bytes(int length) {
        byte[] made = new byte[length];
        new Random(length).nextBytes(made);
        return made;
    }

    // ---- connecting

    @Test
    void bothEndsKnowEachOther() {
        assertThat(client.getRemoteSocketAddress()).isEqualTo(listener.getLocalSocketAddress()).isEqualTo(server.getLocalSocketAddress());
        assertThat(server.getRemoteSocketAddress()).isEqualTo(client.getLocalSocketAddress());
        assertThat(client.isConnected() && client.isBound() && server.isConnected()).isTrue();
        assertThat(client.getLocalAddress()).isEqualTo(Network.LOOPBACK);
        assertThat(client.toString()).contains("127.0.0.1", "port=" + listener.getLocalPort());
    }

    @Test
    void nobodyListensThere() throws IOException {
        int port = listener.getLocalPort();
        listener.close();
        assertThatThrownBy(() -> network.clients().createSocket(Network.LOOPBACK, port))
                .isInstanceOf(ConnectException.class).hasMessage("Connection refused");
    }

    @Test
    void connectingTimesOutWhereNobodyAccepts() throws IOException {
        try (Crowd crowd = new Crowd(network)) {
            assertThatThrownBy(() -> crowd.socket.connect(crowd.address(), 100))
                    .isInstanceOf(SocketTimeoutException.class).hasMessage("Connect timed out");
            assertThat(crowd.socket.isClosed()).isTrue();
        }
    }

    @Test
    void closingEndsConnecting() throws Exception {
        try (Crowd crowd = new Crowd(network)) {
            Blocked<Void> connecting = Blocked.onVirtual(crowd::connect);
            crowd.socket.close();
            assertThatThrownBy(connecting::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        }
    }

    @Test
    void interruptEndsConnectingOnVirtualThread() throws Exception {
        try (Crowd crowd = new Crowd(network)) {
            Blocked<Void> connecting = Blocked.onVirtual(crowd::connect);
            connecting.thread().interrupt();
            assertThatThrownBy(connecting::outcome).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
            assertThat(crowd.socket.isClosed()).isTrue();
        }
    }

    /// A listener whose backlog is full.
    private static final class Crowd implements AutoCloseable {

        private final ServerSocket full;
        private final List<Socket> waiting = new ArrayList<>();
        private final Socket socket;

        Crowd(Network network) throws IOException {
            full = network.servers().createServerSocket(0, 1, Network.LOOPBACK);
            while (tryOne(network)) {
                assertThat(waiting).hasSizeLessThan(10);
            }
            socket = network.clients().createSocket();
        }

        private boolean tryOne(Network network) throws IOException {
            Socket one = network.clients().createSocket();
            waiting.add(one);
            try {
                one.connect(address(), 100);
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        InetSocketAddress address() {
            return new InetSocketAddress(Network.LOOPBACK, full.getLocalPort());
        }

        Void connect() throws IOException {
            socket.connect(address());
            return null;
        }

        @Override
        public void close() throws IOException {
            full.close();
            socket.close();
            for (Socket each : waiting) {
                each.close();
            }
        }
    }

    @Test
    void nameThatNobodyKnowsIsNoHost() throws IOException {
        Socket socket = network.clients().createSocket();
        assertThatThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("no-such-host.invalid", 80)))
                .isInstanceOf(UnknownHostException.class).hasMessageContaining("no-such-host.invalid");
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void connectingTwiceIsRefused() {
        assertThatThrownBy(() -> client.connect(listener.getLocalSocketAddress()))
                .isInstanceOf(SocketException.class).hasMessageContaining("lready connected");
    }

    @Test
    void portOfOwnChoiceIsUsedToConnectFrom() throws IOException {
        Socket socket = network.clients().createSocket();
        socket.bind(new InetSocketAddress(Network.LOOPBACK, 0));
        int port = socket.getLocalPort();
        assertThat(port).isPositive();
        socket.connect(listener.getLocalSocketAddress());
        try (Socket accepted = listener.accept()) {
            assertThat(accepted.getPort()).isEqualTo(port).isEqualTo(socket.getLocalPort());
        }
        socket.close();
    }

    @Test
    void portIsTakenOnce() throws IOException {
        assertThatThrownBy(() -> network.servers().createServerSocket(listener.getLocalPort(), 1, Network.LOOPBACK))
                .isInstanceOf(BindException.class).hasMessageStartingWith("Address already in use");
        try (Socket socket = network.clients().createSocket()) {
            assertThatThrownBy(() -> socket.bind(listener.getLocalSocketAddress()))
                    .isInstanceOf(BindException.class).hasMessageStartingWith("Address already in use");
        }
    }

    @Test
    void addressOfAnotherHostIsNotBound() {
        assertThatThrownBy(() -> network.servers().createServerSocket(0, 1, java.net.InetAddress.ofLiteral("192.0.2.1")))
                .isInstanceOf(BindException.class).hasMessageStartingWith("Cannot assign requested address");
    }

    @Test
    void portIsFreeAgainAfterClosing() throws IOException {
        int port = listener.getLocalPort();
        listener.close();
        listener = network.servers().createServerSocket(port, 50, Network.LOOPBACK);
        try (Socket again = network.clients().createSocket(Network.LOOPBACK, port); Socket accepted = listener.accept()) {
            assertThat(accepted.getPort()).isEqualTo(again.getLocalPort());
        }
    }

    // ---- accepting

    @Test
    void acceptingTimesOut() throws IOException {
        listener.setSoTimeout(30);
        assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class).hasMessage("Accept timed out");
        try (Socket next = network.clients().createSocket(Network.LOOPBACK, listener.getLocalPort()); Socket accepted = listener.accept()) {
            assertThat(accepted.getPort()).isEqualTo(next.getLocalPort());
        }
    }

    @Test
    void closingEndsAccepting() throws Exception {
        Blocked<Socket> accepting = Blocked.onVirtual(listener::accept);
        Blocked<Socket> second = Blocked.on(Thread.ofPlatform(), listener::accept);
        listener.close();
        assertThatThrownBy(accepting::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(second::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(listener::accept).isInstanceOf(SocketException.class).hasMessage("Socket is closed");
    }

    @Test
    void interruptEndsAcceptingOnVirtualThread() throws Exception {
        Blocked<Socket> accepting = Blocked.onVirtual(listener::accept);
        accepting.thread().interrupt();
        assertThatThrownBy(accepting::outcome).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(listener.isClosed()).isTrue();
    }

    @Test
    void closingBreaksOffWhatNobodyAccepted() throws IOException {
        try (Socket waiting = network.clients().createSocket(Network.LOOPBACK, listener.getLocalPort())) {
            listener.close();
            assertThatThrownBy(() -> waiting.getInputStream().read()).isInstanceOf(SocketException.class).hasMessage("Connection reset");
        }
    }

    // ---- the stream

    @Test
    void bytesArriveBothWaysAtOnce() throws Exception {
        byte[] content = bytes(BULK);
        Blocked<byte[]> echo = Blocked.onVirtual(() -> {
            server.getInputStream().transferTo(server.getOutputStream());
            server.shutdownOutput();
            return content;
        });
        Blocked<byte[]> reading = Blocked.onVirtual(() -> client.getInputStream().readAllBytes());
        client.getOutputStream().write(content);
        client.shutdownOutput();
        assertThat(reading.outcome()).isEqualTo(content);
        echo.outcome();
    }

    @Test
    void singleBytesArriveInOrder() throws Exception {
        OutputStream out = client.getOutputStream();
        Blocked<byte[]> reading = Blocked.onVirtual(() -> server.getInputStream().readNBytes(1_000));
        for (int i = 0; i < 1_000; i++) {
            out.write(i);
        }
        byte[] got = reading.outcome();
        for (int i = 0; i < 1_000; i++) {
            assertThat(got[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void halfClosedConnectionStillAnswers() throws IOException {
        client.getOutputStream().write(bytes(1_000));
        client.shutdownOutput();
        assertThat(server.getInputStream().readAllBytes()).isEqualTo(bytes(1_000));
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        server.getOutputStream().write(7);
        server.close();
        assertThat(client.getInputStream().read()).isEqualTo(7);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(client.getInputStream().read(new byte[3])).isEqualTo(-1);
        assertThat(client.isOutputShutdown()).isTrue();
    }

    @Test
    void writingAfterTheEndWasSaidFails() throws IOException {
        OutputStream out = client.getOutputStream();
        client.shutdownOutput();
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(SocketException.class).hasMessage("Broken pipe");
        assertThatThrownBy(client::getOutputStream).isInstanceOf(SocketException.class).hasMessage("Socket output is shutdown");
    }

    @Test
    void shutInputIsAtItsEndWhateverComes() throws IOException {
        InputStream in = client.getInputStream();
        server.getOutputStream().write(bytes(100));
        assertThat(in.read()).isNotNegative();
        client.shutdownInput();
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.available()).isZero();
        server.getOutputStream().write(bytes(100));
        assertThat(in.read(new byte[10])).isEqualTo(-1);
        client.getOutputStream().write(3);
        assertThat(server.getInputStream().read()).isEqualTo(3);
    }

    @Test
    void shuttingInputEndsReading() throws Exception {
        Blocked<Integer> reading = Blocked.onVirtual(() -> client.getInputStream().read());
        client.shutdownInput();
        assertThat(reading.outcome()).isEqualTo(-1);
    }

    @Test
    void availableTellsWhatCame() throws IOException {
        assertThat(server.getInputStream().available()).isZero();
        client.getOutputStream().write(bytes(500));
        assertThat(server.getInputStream().read()).isNotNegative();
        assertThat(server.getInputStream().available()).isEqualTo(499);
        assertThat(server.getInputStream().readNBytes(499)).hasSize(499);
        assertThat(server.getInputStream().available()).isZero();
    }

    @Test
    void readingNothingAnswersAtOnce() throws IOException {
        assertThat(client.getInputStream().read(new byte[0])).isZero();
        assertThatThrownBy(() -> client.getInputStream().read(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void readingTimesOutAndGoesOn() throws IOException {
        client.setSoTimeout(30);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class).hasMessage("Read timed out");
        server.getOutputStream().write(9);
        assertThat(client.getInputStream().read()).isEqualTo(9);
        assertThat(client.getSoTimeout()).isEqualTo(30);
    }

    @Test
    void manyThreadsWriteWholeRecords() throws Exception {
        List<Blocked<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] record = new byte[10_000];
            java.util.Arrays.fill(record, (byte) i);
            writers.add(Blocked.onVirtual(() -> {
                for (int j = 0; j < 20; j++) {
                    client.getOutputStream().write(record);
                }
                return null;
            }));
        }
        int[] counts = new int[8];
        for (int i = 0; i < 160; i++) {
            byte[] record = server.getInputStream().readNBytes(10_000);
            assertThat(record).containsOnly(record[0]);
            counts[record[0]]++;
        }
        assertThat(counts).containsOnly(20);
        for (Blocked<Void> writer : writers) {
            writer.outcome();
        }
    }

    // ---- ends that are not in order

    @Test
    void lingeringForNoTimeResets() throws IOException {
        server.setSoLinger(true, 0);
        server.close();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class).hasMessage("Connection reset");
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class).hasMessage("Connection reset");
        assertThatThrownBy(() -> client.getOutputStream().write(1)).isInstanceOf(SocketException.class);
    }

    /// The machine's says the end and then resets.
    @Test
    void closingWhatWasNotReadResets() throws IOException {
        client.getOutputStream().write(bytes(10));
        assertThat(server.getInputStream().read()).isNotNegative();
        server.close();
        assertThatThrownBy(() -> {
            while (client.getInputStream().read() < 0) {
                client.getOutputStream().write(1);
            }
        }).isInstanceOf(SocketException.class).message().isIn("Broken pipe", "Connection reset", "Connection reset by peer");
    }

    @Test
    void writingToOneWhoHasClosedFailsInTheEnd() throws IOException {
        server.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(() -> {
            while (true) {
                client.getOutputStream().write(bytes(1_000));
            }
        }).isInstanceOf(SocketException.class).message().isIn("Broken pipe", "Connection reset", "Connection reset by peer");
    }

    @Test
    void lingeringWaitsUntilAllHasArrived() throws Exception {
        byte[] content = bytes(BULK);
        Blocked<byte[]> reading = Blocked.onVirtual(() -> server.getInputStream().readAllBytes());
        client.setSoLinger(true, 20);
        client.getOutputStream().write(content);
        client.close();
        assertThat(reading.outcome()).isEqualTo(content);
    }

    @Test
    void whatWasWrittenBeforeClosingArrives() throws Exception {
        byte[] content = bytes(60_000);
        client.getOutputStream().write(content);
        client.close();
        assertThat(server.getInputStream().readAllBytes()).isEqualTo(content);
    }

    // ---- closing under waiting threads

    @Test
    void closingEndsReading() throws Exception {
        InputStream in = client.getInputStream();
        Blocked<Integer> virtual = Blocked.onVirtual(in::read);
        Blocked<Integer> platform = Blocked.on(Thread.ofPlatform(), in::read);
        client.close();
        assertThatThrownBy(virtual::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(platform::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(in::available).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(client::getInputStream).isInstanceOf(SocketException.class).hasMessage("Socket is closed");
    }

    @Test
    void closingEndsWriting() throws Exception {
        OutputStream out = client.getOutputStream();
        Blocked<Void> writing = Blocked.onVirtual(() -> {
            while (true) {
                out.write(bytes(100_000));
            }
        });
        client.close();
        assertThatThrownBy(writing::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(SocketException.class).hasMessage("Socket closed");
    }

    @Test
    void interruptEndsReadingOnVirtualThread() throws Exception {
        Blocked<Integer> reading = Blocked.onVirtual(() -> client.getInputStream().read());
        reading.thread().interrupt();
        assertThatThrownBy(reading::outcome).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void interruptEndsWritingOnVirtualThread() throws Exception {
        Blocked<Void> writing = Blocked.onVirtual(() -> {
            while (true) {
                client.getOutputStream().write(bytes(1_000_000));
            }
        });
        writing.thread().interrupt();
        assertThatThrownBy(writing::outcome).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void interruptDoesNotReachPlatformThread() throws Exception {
        Blocked<Boolean> reading = Blocked.on(Thread.ofPlatform(), () -> {
            assertThat(client.getInputStream().read()).isEqualTo(5);
            return Thread.currentThread().isInterrupted();
        });
        reading.thread().interrupt();
        server.getOutputStream().write(5);
        assertThat(reading.outcome()).isTrue();
    }

    // ---- options

    @Test
    void optionsAreAsTheyWereSet() throws IOException {
        client.setTcpNoDelay(true);
        client.setSoLinger(true, 17);
        client.setSoTimeout(1_234);
        client.setKeepAlive(true);
        client.setReuseAddress(true);
        assertThat(client.getTcpNoDelay()).isTrue();
        assertThat(client.getSoLinger()).isEqualTo(17);
        assertThat(client.getSoTimeout()).isEqualTo(1_234);
        assertThat(client.getKeepAlive()).isTrue();
        assertThat(client.getReuseAddress()).isTrue();
        client.setSoLinger(false, 0);
        assertThat(client.getSoLinger()).isEqualTo(-1);
        client.setReceiveBufferSize(100_000);
        client.setSendBufferSize(100_000);
        assertThat(client.getReceiveBufferSize()).isGreaterThanOrEqualTo(100_000);
        assertThat(client.getSendBufferSize()).isGreaterThanOrEqualTo(100_000);
        client.setTrafficClass(0x10);
        listener.setReceiveBufferSize(100_000);
        assertThat(listener.getReceiveBufferSize()).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void newerNamesOfOptionsWorkToo() throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        assertThat(client.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        client.setOption(StandardSocketOptions.SO_LINGER, 3);
        assertThat(client.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(3);
        client.setOption(StandardSocketOptions.SO_LINGER, -1);
        assertThat(client.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
        assertThat(client.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_KEEPALIVE);
        assertThat(listener.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF);
        client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 100);
        assertThat(client.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(100);
        listener.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        assertThat(listener.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
        assertThatThrownBy(() -> client.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true)).isInstanceOf(UnsupportedOperationException.class);
    }
}
