package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.stack.NetStack;
import io.weft.net.stack.tcp.TcpCounter;
import io.weft.net.stack.tcp.TcpInfo;
import io.weft.net.stack.udp.UdpCounter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// That options of sockets are more than remembered, and that sockets say and count what they lose.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OptionsActTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 9);

    private final AtomicLong aheadNs = new AtomicLong();
    private NetStack stack;
    private ServerSocket listener;

    @BeforeEach
    void start() throws IOException {
        stack = NetStack.builder().name("options").clock(() -> System.nanoTime() + aheadNs.get()).build();
        stack.start();
        listener = stack.sockets().serverSocketFactory().createServerSocket(0, 5, LOOPBACK);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        stack.close();
    }

    private Socket connected() throws IOException {
        return stack.sockets().socketFactory().createSocket(LOOPBACK, listener.getLocalPort());
    }

    /// Each question wakes the loop, which sees how late it is.
    private void await(BooleanSupplier so) throws Exception {
        while (!stack.onLoop(so::getAsBoolean)) {
            Thread.onSpinWait();
        }
    }

    private long probes() {
        return stack.tcp().counters().of(TcpCounter.KEEP_ALIVE);
    }

    /// After the loop has done what it was handed before.
    private void passSeconds(int seconds) throws Exception {
        assertThat(stack.onLoop(() -> true)).isTrue();
        aheadNs.addAndGet(seconds * 1_000_000_000L);
    }

    @Test
    void silentPeerIsAskedWhenTheSocketSaysSo() throws Exception {
        try (Socket client = connected(); Socket server = listener.accept()) {
            client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 10);
            client.setKeepAlive(true);
            passSeconds(11);
            await(() -> probes() == 1);
            client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 100);
            passSeconds(99);
            assertThat(stack.onLoop(this::probes)).isOne();
            passSeconds(2);
            await(() -> probes() == 2);
            assertThat(server.isClosed()).isFalse();
        }
    }

    @Test
    void acceptedSocketHasItsListenersTimes() throws Exception {
        listener.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 10);
        try (Socket client = connected(); Socket server = listener.accept()) {
            assertThat(server.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(10);
            server.setKeepAlive(true);
            passSeconds(11);
            await(() -> probes() == 1);
            assertThat(client.getKeepAlive()).isFalse();
        }
    }

    @Test
    void peerThatTakesNothingIsGivenUpWhenTheSocketSaysSo() throws Exception {
        try (Socket client = connected(); Socket server = listener.accept()) {
            client.setOption(StackSocketOptions.TCP_USER_TIMEOUT, 10_000);
            assertThat(client.getOption(StackSocketOptions.TCP_USER_TIMEOUT)).isEqualTo(10_000);
            Blocked<Void> writing = Blocked.onVirtual(() -> {
                client.getOutputStream().write(new byte[20_000_000]);
                return null;
            });
            while (writing.thread().isAlive()) {
                passSeconds(11);
            }
            assertThatThrownBy(writing::outcome).isInstanceOf(SocketException.class).hasMessageContaining("timed out");
            assertThat(server.isClosed()).isFalse();
        }
    }

    @Test
    void userTimeoutOfAListenerIsThatOfTheConnectionsThatItTakes() throws Exception {
        listener.setOption(StackSocketOptions.TCP_USER_TIMEOUT, 12_000);
        try (Socket client = connected(); Socket server = listener.accept()) {
            assertThat(server.getOption(StackSocketOptions.TCP_USER_TIMEOUT)).isEqualTo(12_000);
            assertThat(stack.onLoop(() -> stack.tcp().connectionInfos().stream().map(TcpInfo::userTimeoutNs).filter(ns -> ns > 0).toList()))
                    .containsExactly(12_000_000_000L);
            assertThatThrownBy(() -> client.setOption(StackSocketOptions.TCP_USER_TIMEOUT, -1))
                    .isInstanceOf(SocketException.class).hasMessage("Invalid argument");
        }
    }

    @Test
    void datagramWithoutRouteFailsItsOwnSend() throws IOException {
        try (DatagramSocket socket = stack.sockets().datagramSocket(new InetSocketAddress(LOOPBACK, 0));
                DatagramPort port = stack.sockets().datagrams(0)) {
            assertThatThrownBy(() -> socket.send(new DatagramPacket(new byte[1], 1, NOWHERE)))
                    .isInstanceOf(SocketException.class).hasMessage("Network is unreachable");
            assertThatThrownBy(() -> port.send(NOWHERE, new byte[1])).isInstanceOf(SocketException.class).hasMessage("Network is unreachable");
            port.send(new InetSocketAddress(LOOPBACK, port.local().getPort()), new byte[1]);
            assertThat(port.receive().payload()).hasSize(1);
        }
    }

    @Test
    void datagramsWithoutRoomAreCounted() throws Exception {
        try (DatagramPort port = stack.sockets().datagrams(new InetSocketAddress(LOOPBACK, 0))) {
            port.channel().receiveBuffer(1);
            for (int i = 0; i < 100; i++) {
                port.send(port.local(), new byte[1_000]);
            }
            await(() -> udp(UdpCounter.IN_DATAGRAMS) + udp(UdpCounter.RCVBUF_ERRORS) == 100);
            assertThat(udp(UdpCounter.RCVBUF_ERRORS)).isPositive().isEqualTo(udp(UdpCounter.IN_ERRORS));
            assertThat(udp(UdpCounter.IN_DATAGRAMS)).isPositive();
        }
    }

    private long udp(UdpCounter counter) {
        return stack.udp().counters().of(counter);
    }
}
