package io.weft.net.stack.udp;

import static io.weft.net.stack.testing.TestRouter.fromLan;
import static io.weft.net.stack.testing.TestRouter.fromWan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketTest {

    private final UdpHost host = UdpHost.open();
    private final TestRouter router = host.router;

    @AfterEach
    void close() {
        host.close();
    }

    // ---- binding

    @Test
    void socketsThatAllSayReuseShareAnAddressAndTheLastOneGetsTheDatagrams() throws IOException {
        UdpSocket first = host.sharing(Ipv4.ANY, 7);
        UdpSocket second = host.sharing(Ipv4.ANY, 7);
        assertThatThrownBy(() -> host.bound(Ipv4.ANY, 7)).isInstanceOf(BindException.class);
        host.arrive("192.168.1.2", 5, "192.168.1.1", 7, "one");
        assertThat(host.received(second)).containsExactly("one");
        assertThat(host.received(first)).isEmpty();
        second.close();
        host.arrive("192.168.1.2", 5, "192.168.1.1", 7, "two");
        assertThat(host.received(first)).containsExactly("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.255", "255.255.255.255", "239.1.2.3", "192.168.1.1", "127.0.0.1"})
    void isBoundToAddressesOfThisHostAndOfAll(String address) throws IOException {
        assertThat(host.bound(Ipv4.parse(address), 0).address()).isEqualTo(Ipv4.parse(address));
    }

    @Test
    void isBoundOnce() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 7);
        assertThatThrownBy(() -> socket.bind(Ipv4.ANY, 8)).isInstanceOf(BindException.class).hasMessage("the socket is bound already, to port 7");
    }

    @Test
    void sendingBindsItToAFreePort() throws IOException {
        UdpSocket socket = host.sockets.open(UdpHandler.KEEPS);
        host.send(socket, "192.168.1.2", 9, "hello");
        assertThat(socket.port()).isBetween(32_768, 60_999);
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isUdp(socket.port(), 9);
    }

    // ---- connected

    @Test
    void aConnectedSocketHearsItsPeerAlone() throws IOException {
        UdpSocket socket = host.connected();
        host.arrive("192.168.1.2", 9, "192.168.1.1", 4_000, "peer");
        host.arrive("192.168.1.2", 10, "192.168.1.1", 4_000, "another port");
        host.arrive("192.168.1.3", 9, "192.168.1.1", 4_000, "another host");
        assertThat(host.received(socket)).containsExactly("peer");
        assertThat(host.count(UdpCounter.NO_PORTS)).isEqualTo(2);
    }

    @Test
    void aDatagramGoesToTheConnectedBeforeTheBoundBeforeTheOneOfAll() throws IOException {
        UdpSocket all = host.sharing(Ipv4.ANY, 7);
        UdpSocket lan = host.sharing(UdpHost.LAN, 7);
        UdpSocket peer = host.sharing(Ipv4.ANY, 7);
        peer.connect(UdpHost.PEER, 5);
        UdpSocket lanAgain = host.sharing(UdpHost.LAN, 7);
        lan.close();
        host.arrive("192.168.1.2", 5, "192.168.1.1", 7, "connected");
        host.arrive("192.168.1.2", 6, "192.168.1.1", 7, "bound");
        router.arrive(router.eth1, fromWan(PacketBuilder.udp("203.0.113.2", 5, "203.0.113.1", 7).payload("any")));
        assertThat(host.received(peer)).containsExactly("connected");
        assertThat(host.received(lanAgain)).containsExactly("bound");
        assertThat(host.received(all)).containsExactly("any");
    }

    @Test
    void connectingChoosesTheAddressOfTheRoute() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 4_000);
        socket.connect(Ipv4.parse("8.8.8.8"), 53);
        assertThat(Ipv4.format(socket.address())).isEqualTo("203.0.113.1");
        socket.connect(UdpHost.PEER, 53);
        assertThat(Ipv4.format(socket.address())).as("stays where it is").isEqualTo("203.0.113.1");
        socket.disconnect();
        assertThat(socket.address()).isEqualTo(Ipv4.ANY);
        assertThat(socket.port()).isEqualTo(4_000);
        host.arrive("192.168.1.3", 9, "192.168.1.1", 4_000, "anybody");
        assertThat(host.received(socket)).containsExactly("anybody");
    }

    @Test
    void aConnectedSocketSendsToItsPeer() throws IOException {
        host.send(host.connected(), "hello");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasSource("192.168.1.1").hasDestination("192.168.1.2").isUdp(4_000, 9);
    }

    @Test
    void anUnconnectedSocketHasNobodyToSendTo() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 4_000);
        assertThatThrownBy(() -> host.send(socket, "whom")).isInstanceOf(NotYetConnectedException.class);
    }

    @Test
    void nobodyIsConnectedWithoutARoute() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 4_000);
        assertThatThrownBy(() -> socket.connect(Ipv4.parse("100.64.0.1"), 9))
                .isInstanceOf(SocketException.class).hasMessage("Network is unreachable");
        assertThat(socket.isConnected()).isFalse();
    }

    @Test
    void theAddressOfNobodyIsThisHost() throws IOException {
        UdpSocket receiver = host.bound(Ipv4.ANY, 7);
        host.send(host.bound(Ipv4.ANY, 4_000), "0.0.0.0", 7, "myself");
        assertThat(host.received(receiver)).containsExactly("myself");
        assertThat(Ipv4.format(host.datagram.source())).isEqualTo("127.0.0.1");
    }

    // ---- checksums and counters

    @Test
    void sendsWithoutAChecksumWhereThatIsWanted() throws IOException {
        UdpSocket socket = host.connected();
        socket.options().checksum(false);
        byte[] packet = host.sent(socket, "unchecked");
        assertThat(Arrays.copyOfRange(packet, 26, 28)).containsExactly(0, 0);
    }

    @Test
    void countsAsTheKernelDoes() throws IOException {
        host.bound(Ipv4.ANY, 7);
        host.arrive("192.168.1.2", 5, "192.168.1.1", 7, "good");
        host.arrive("192.168.1.2", 5, "192.168.1.1", 8, "nobody");
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 5, "192.168.1.1", 7).payload("bad").wrongTransportChecksum()));
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).payloadOf(7)));
        host.send(host.bound(Ipv4.ANY, 4_000), "192.168.1.2", 9, "out");
        assertThat(host.sockets.counters()).hasToString("Udp: InDatagrams 1 NoPorts 1 InErrors 2 OutDatagrams 1 RcvbufErrors 0 SndbufErrors 0"
                + " InCsumErrors 1 IgnoredMulti 0");
    }

    // ---- its end

    @Test
    void aClosedSocketSaysSo() throws IOException {
        UdpSocket socket = host.connected();
        socket.close();
        socket.close();
        assertThatThrownBy(() -> host.send(socket, "lost")).isInstanceOf(SocketException.class).hasMessage("the socket is closed");
        assertThatThrownBy(() -> socket.receive(host.datagram)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.join(UdpHost.GROUP, null)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.bind(Ipv4.ANY, 1)).isInstanceOf(BindException.class);
    }

    @Test
    void aHandlerMayCloseItsOwnSocketAndOthers() throws IOException {
        List<UdpSocket> both = new ArrayList<>();
        UdpHandler closing = (self, arrived) -> both.forEach(UdpSocket::close);
        for (int i = 0; i < 2; i++) {
            UdpSocket socket = host.sockets.open(closing);
            socket.options().reuseAddress(true);
            socket.bind(Ipv4.ANY, 7);
            both.add(socket);
        }
        router.arrive(router.eth0, PacketBuilder.udp("192.168.1.2", 5, "192.168.1.255", 7).payload("all")
                .ethernet(TestRouter.LAN_MAC, "ff:ff:ff:ff:ff:ff"));
        assertThat(host.count(UdpCounter.IN_DATAGRAMS)).isOne();
        assertThat(both).allMatch(UdpSocket::isClosed);
    }
}
