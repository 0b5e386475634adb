package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How a `java.net.Socket` and a `ServerSocket` come together, the machine's and the stack's alike.
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectingContractTest {

    private final Network network;
    private ConnectedPair pair;

    ConnectingContractTest(Network network) {
        this.network = network;
    }

    @BeforeEach
    void connect() throws IOException {
        pair = new ConnectedPair(network);
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
    }

    // ---- connecting

    @Test
    void bothEndsKnowEachOther() {
        assertThat(pair.client.getRemoteSocketAddress()).isEqualTo(pair.listener.getLocalSocketAddress()).isEqualTo(pair.server.getLocalSocketAddress());
        assertThat(pair.server.getRemoteSocketAddress()).isEqualTo(pair.client.getLocalSocketAddress());
        assertThat(pair.client.isConnected() && pair.client.isBound() && pair.server.isConnected()).isTrue();
        assertThat(pair.client.getLocalAddress()).isEqualTo(Network.LOOPBACK);
        assertThat(pair.client.toString()).contains("127.0.0.1", "port=" + pair.listener.getLocalPort());
    }

    @Test
    void nobodyListensThere() throws IOException {
        int port = pair.listener.getLocalPort();
        pair.listener.close();
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
        assertThatThrownBy(() -> pair.client.connect(pair.listener.getLocalSocketAddress()))
                .isInstanceOf(SocketException.class).hasMessageContaining("lready connected");
    }

    @Test
    void portOfOwnChoiceIsUsedToConnectFrom() throws IOException {
        Socket socket = network.clients().createSocket();
        socket.bind(new InetSocketAddress(Network.LOOPBACK, 0));
        int port = socket.getLocalPort();
        assertThat(port).isPositive();
        socket.connect(pair.listener.getLocalSocketAddress());
        try (Socket accepted = pair.listener.accept()) {
            assertThat(accepted.getPort()).isEqualTo(port).isEqualTo(socket.getLocalPort());
        }
        socket.close();
    }

    @Test
    void portIsTakenOnce() throws IOException {
        assertThatThrownBy(() -> network.servers().createServerSocket(pair.listener.getLocalPort(), 1, Network.LOOPBACK))
                .isInstanceOf(BindException.class).hasMessageStartingWith("Address already in use");
        try (Socket socket = network.clients().createSocket()) {
            assertThatThrownBy(() -> socket.bind(pair.listener.getLocalSocketAddress()))
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
        int port = pair.listener.getLocalPort();
        pair.listener.close();
        pair.listener = network.servers().createServerSocket(port, 50, Network.LOOPBACK);
        try (Socket again = network.clients().createSocket(Network.LOOPBACK, port); Socket accepted = pair.listener.accept()) {
            assertThat(accepted.getPort()).isEqualTo(again.getLocalPort());
        }
    }

    // ---- accepting

    @Test
    void acceptingTimesOut() throws IOException {
        pair.listener.setSoTimeout(30);
        assertThatThrownBy(pair.listener::accept).isInstanceOf(SocketTimeoutException.class).hasMessage("Accept timed out");
        try (Socket next = network.clients().createSocket(Network.LOOPBACK, pair.listener.getLocalPort()); Socket accepted = pair.listener.accept()) {
            assertThat(accepted.getPort()).isEqualTo(next.getLocalPort());
        }
    }

    @Test
    void closingEndsAccepting() throws Exception {
        Blocked<Socket> accepting = Blocked.onVirtual(pair.listener::accept);
        Blocked<Socket> second = Blocked.on(Thread.ofPlatform(), pair.listener::accept);
        pair.listener.close();
        assertThatThrownBy(accepting::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(second::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(pair.listener::accept).isInstanceOf(SocketException.class).hasMessage("Socket is closed");
    }

    @Test
    void interruptEndsAcceptingOnVirtualThread() throws Exception {
        Blocked<Socket> accepting = Blocked.onVirtual(pair.listener::accept);
        accepting.thread().interrupt();
        assertThatThrownBy(accepting::outcome).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(pair.listener.isClosed()).isTrue();
    }

    @Test
    void closingBreaksOffWhatNobodyAccepted() throws IOException {
        try (Socket waiting = network.clients().createSocket(Network.LOOPBACK, pair.listener.getLocalPort())) {
            pair.listener.close();
            assertThatThrownBy(() -> waiting.getInputStream().read()).isInstanceOf(SocketException.class).hasMessage("Connection reset");
        }
    }
}
