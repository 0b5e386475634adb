package io.weft.net.stack.udp;

import static io.weft.net.stack.testing.TestRouter.fromLan;
import static io.weft.net.stack.testing.TestRouter.fromWan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketTest {

    private static final int LINK = 14;
    private static final int LAN = Ipv4.parse("192.168.1.1");
    private static final int PEER = Ipv4.parse("192.168.1.2");
    private static final int GROUP = Ipv4.parse("239.1.2.3");
    private static final String GROUP_MAC = "01:00:5e:01:02:03";

    private final TestRouter router = TestRouter.open();
    private final UdpSockets sockets = router.stack.udp();
    private final UdpDatagram datagram = new UdpDatagram(new byte[65_507]);

    @AfterEach
    void close() {
        router.close();
    }

    private UdpSocket bound(int address, int port) throws IOException {
        return sockets.bind(address, port, UdpHandler.KEEPS);
    }

    private UdpSocket sharing(int address, int port) throws IOException {
        UdpSocket socket = sockets.open(UdpHandler.KEEPS);
        socket.options().reuseAddress(true);
        socket.bind(address, port);
        return socket;
    }

    private UdpSocket connected() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 4_000);
        socket.connect(PEER, 9);
        return socket;
    }

    private boolean send(UdpSocket socket, String text) throws IOException {
        boolean sent = socket.send(payload(text));
        router.settle();
        return sent;
    }

    private boolean send(UdpSocket socket, String destination, int port, String text) throws IOException {
        boolean sent = socket.send(Ipv4.parse(destination), port, payload(text));
        router.settle();
        return sent;
    }

    private Packet payload(String text) {
        Packet payload = Objects.requireNonNull(router.stack.pool().take());
        payload.append(text.getBytes());
        return payload;
    }

    private List<String> received(UdpSocket socket) throws IOException {
        List<String> all = new ArrayList<>();
        while (socket.receive(datagram)) {
            all.add(new String(datagram.bytes(), 0, datagram.length()));
        }
        return all;
    }

    private void arrive(String source, int sourcePort, String destination, int port, String text) {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp(source, sourcePort, destination, port).payload(text)));
    }

    private void arriveAtGroup(TestDriver link, String source, String text) {
        router.arrive(link, PacketBuilder.udp(source, 5, "239.1.2.3", 7).payload(text).ethernet(TestRouter.LAN_MAC, GROUP_MAC));
    }

    private long count(UdpCounter counter) {
        return sockets.counters().of(counter);
    }

    // ---- binding

    @Test
    void socketsThatAllSayReuseShareAnAddressAndTheLastOneGetsTheDatagrams() throws IOException {
        UdpSocket first = sharing(Ipv4.ANY, 7);
        UdpSocket second = sharing(Ipv4.ANY, 7);
        assertThatThrownBy(() -> bound(Ipv4.ANY, 7)).isInstanceOf(BindException.class);
        arrive("192.168.1.2", 5, "192.168.1.1", 7, "one");
        assertThat(received(second)).containsExactly("one");
        assertThat(received(first)).isEmpty();
        second.close();
        arrive("192.168.1.2", 5, "192.168.1.1", 7, "two");
        assertThat(received(first)).containsExactly("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.255", "255.255.255.255", "239.1.2.3", "192.168.1.1", "127.0.0.1"})
    void isBoundToAddressesOfThisHostAndOfAll(String address) throws IOException {
        assertThat(bound(Ipv4.parse(address), 0).address()).isEqualTo(Ipv4.parse(address));
    }

    @Test
    void isBoundOnce() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 7);
        assertThatThrownBy(() -> socket.bind(Ipv4.ANY, 8)).isInstanceOf(BindException.class).hasMessage("the socket is bound already, to port 7");
    }

    @Test
    void sendingBindsItToAFreePort() throws IOException {
        UdpSocket socket = sockets.open(UdpHandler.KEEPS);
        send(socket, "192.168.1.2", 9, "hello");
        assertThat(socket.port()).isBetween(32_768, 60_999);
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isUdp(socket.port(), 9);
    }

    // ---- connected

    @Test
    void aConnectedSocketHearsItsPeerAlone() throws IOException {
        UdpSocket socket = connected();
        arrive("192.168.1.2", 9, "192.168.1.1", 4_000, "peer");
        arrive("192.168.1.2", 10, "192.168.1.1", 4_000, "another port");
        arrive("192.168.1.3", 9, "192.168.1.1", 4_000, "another host");
        assertThat(received(socket)).containsExactly("peer");
        assertThat(count(UdpCounter.NO_PORTS)).isEqualTo(2);
    }

    @Test
    void aDatagramGoesToTheConnectedBeforeTheBoundBeforeTheOneOfAll() throws IOException {
        UdpSocket all = sharing(Ipv4.ANY, 7);
        UdpSocket lan = sharing(LAN, 7);
        UdpSocket peer = sharing(Ipv4.ANY, 7);
        peer.connect(PEER, 5);
        UdpSocket lanAgain = sharing(LAN, 7);
        lan.close();
        arrive("192.168.1.2", 5, "192.168.1.1", 7, "connected");
        arrive("192.168.1.2", 6, "192.168.1.1", 7, "bound");
        router.arrive(router.eth1, fromWan(PacketBuilder.udp("203.0.113.2", 5, "203.0.113.1", 7).payload("any")));
        assertThat(received(peer)).containsExactly("connected");
        assertThat(received(lanAgain)).containsExactly("bound");
        assertThat(received(all)).containsExactly("any");
    }

    @Test
    void connectingChoosesTheAddressOfTheRoute() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 4_000);
        socket.connect(Ipv4.parse("8.8.8.8"), 53);
        assertThat(Ipv4.format(socket.address())).isEqualTo("203.0.113.1");
        socket.connect(PEER, 53);
        assertThat(Ipv4.format(socket.address())).as("stays where it is").isEqualTo("203.0.113.1");
        socket.disconnect();
        assertThat(socket.address()).isEqualTo(Ipv4.ANY);
        assertThat(socket.port()).isEqualTo(4_000);
        arrive("192.168.1.3", 9, "192.168.1.1", 4_000, "anybody");
        assertThat(received(socket)).containsExactly("anybody");
    }

    @Test
    void aConnectedSocketSendsToItsPeer() throws IOException {
        send(connected(), "hello");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasSource("192.168.1.1").hasDestination("192.168.1.2").isUdp(4_000, 9);
    }

    @Test
    void anUnconnectedSocketHasNobodyToSendTo() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 4_000);
        assertThatThrownBy(() -> send(socket, "whom")).isInstanceOf(NotYetConnectedException.class);
    }

    @Test
    void nobodyIsConnectedWithoutARoute() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 4_000);
        assertThatThrownBy(() -> socket.connect(Ipv4.parse("100.64.0.1"), 9)).isInstanceOf(NoRouteToHostException.class);
        assertThat(socket.isConnected()).isFalse();
    }

    @Test
    void theAddressOfNobodyIsThisHost() throws IOException {
        UdpSocket receiver = bound(Ipv4.ANY, 7);
        send(bound(Ipv4.ANY, 4_000), "0.0.0.0", 7, "myself");
        assertThat(received(receiver)).containsExactly("myself");
        assertThat(Ipv4.format(datagram.source())).isEqualTo("127.0.0.1");
    }

    // ---- errors

    private byte[] sent(UdpSocket socket, String text) throws IOException {
        send(socket, text);
        byte[] frame = router.onlyFrame(router.eth0);
        return Arrays.copyOfRange(frame, LINK, frame.length);
    }

    private void icmp(int type, int code, int rest, byte[] quote) {
        router.arrive(router.eth0, fromLan(PacketBuilder.icmp("192.168.1.2", "192.168.1.1", type, code, rest).payload(quote)));
    }

    @Test
    void aConnectedSocketHearsOfItOnceThatNobodyListens() throws IOException {
        UdpSocket socket = connected();
        icmp(3, 3, 0, sent(socket, "anybody there"));
        assertThatThrownBy(() -> socket.receive(datagram)).isInstanceOf(PortUnreachableException.class)
                .hasMessage("nobody listens at 192.168.1.2:9");
        assertThat(socket.receive(datagram)).isFalse();
        icmp(3, 3, 0, sent(socket, "again"));
        assertThatThrownBy(() -> send(socket, "lost")).isInstanceOf(PortUnreachableException.class);
        router.sentNothing();
        assertThat(send(socket, "goes out")).isTrue();
    }

    @Test
    void itsHandlerHearsOfAnError() throws IOException {
        List<UdpSocket> failed = new ArrayList<>();
        UdpSocket socket = sockets.bind(Ipv4.ANY, 4_000, new UdpHandler() {
            @Override
            public void received(UdpSocket self, Packet arrived) { }

            @Override
            public void failed(UdpSocket self) {
                failed.add(self);
            }
        });
        socket.connect(PEER, 9);
        icmp(3, 3, 0, sent(socket, "anybody there"));
        assertThat(failed).containsExactly(socket);
        assertThat(socket.takeError()).isInstanceOf(PortUnreachableException.class);
        assertThat(socket.takeError()).isNull();
    }

    @Test
    void anUnconnectedSocketHearsOfNoErrors() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 4_000);
        send(socket, "192.168.1.2", 9, "anybody there");
        byte[] frame = router.onlyFrame(router.eth0);
        icmp(3, 3, 0, Arrays.copyOfRange(frame, LINK, frame.length));
        assertThat(socket.takeError()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 11})
    void whatMayPassIsNoError(int code) throws IOException {
        UdpSocket socket = connected();
        icmp(3, code, 0, sent(socket, "anybody there"));
        assertThat(socket.takeError()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 10, 13})
    void whatIsForGoodIsAnError(int code) throws IOException {
        UdpSocket socket = connected();
        icmp(3, code, 0, sent(socket, "anybody there"));
        assertThat(socket.takeError()).isInstanceOf(SocketException.class);
    }

    @Test
    void aQuoteOfWhatItDidNotSendIsNotBelieved() throws IOException {
        UdpSocket socket = connected();
        byte[] quote = sent(socket, "anybody there");
        byte[] otherPeer = quote.clone();
        otherPeer[19] ^= 1;
        byte[] otherPort = quote.clone();
        otherPort[21] ^= 1;
        byte[] laterFragment = quote.clone();
        laterFragment[7] = 1;
        for (byte[] forged : List.of(otherPeer, otherPort, laterFragment, Arrays.copyOf(quote, 27), new byte[0])) {
            icmp(3, 3, 0, forged);
        }
        assertThat(socket.takeError()).isNull();
    }

    // ---- path MTU, RFC 1191

    @Test
    void aRouterThatWantsSmallerPacketsGetsThem() throws IOException {
        UdpSocket socket = connected();
        String text = "x".repeat(1_200);
        icmp(3, 4, 1_000, sent(socket, text));
        assertThatThrownBy(() -> send(socket, "lost")).isInstanceOf(SocketException.class)
                .hasMessage("a datagram is too long for the path, which takes IP packets of 1000 bytes");
        send(socket, text);
        List<byte[]> pieces = router.eth0.takeSent();
        assertThat(pieces).hasSize(2);
        PacketAssert.assertThatFrame(pieces.get(0)).isFragment(0, true).hasTotalLength(996);
        PacketAssert.assertThatFrame(pieces.get(1)).isFragment(976, false);
        send(socket, "fits");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isNoFragment().hasDontFragment(true);
        router.pass(Duration.ofMinutes(10));
        send(socket, text);
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isNoFragment().hasTotalLength(1_228);
    }

    @Test
    void anUnconnectedSocketsPathIsLearntToo() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 4_000);
        send(socket, "192.168.1.2", 9, "x".repeat(1_200));
        byte[] frame = router.onlyFrame(router.eth0);
        icmp(3, 4, 1_000, Arrays.copyOfRange(frame, LINK, frame.length));
        send(socket, "192.168.1.2", 9, "x".repeat(1_200));
        assertThat(router.eth0.takeSent()).hasSize(2);
        send(socket, "192.168.1.3", 9, "x".repeat(1_200));
        assertThat(router.eth0.takeSent()).as("another host's path").hasSize(1);
    }

    @Test
    void aPathNarrowerThanAnyIsNotBelieved() throws IOException {
        UdpSocket socket = connected();
        icmp(3, 4, 100, sent(socket, "x".repeat(1_200)));
        socket.takeError();
        send(socket, "x".repeat(1_200));
        List<byte[]> pieces = router.eth0.takeSent();
        assertThat(pieces).hasSize(3);
        PacketAssert.assertThatFrame(pieces.get(0)).hasTotalLength(548);
        send(socket, "short");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasDontFragment(false);
    }

    @Test
    void whatMayNotBeFragmentedIsNotSent() throws IOException {
        UdpSocket socket = connected();
        socket.options().dontFragment(true);
        send(socket, "x".repeat(1_472));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasDontFragment(true);
        assertThatThrownBy(() -> send(socket, "x".repeat(1_473))).isInstanceOf(SocketException.class);
        router.sentNothing();
    }

    // ---- broadcast

    @Test
    void sendsToAllOnlyWithPermission() throws IOException {
        UdpSocket socket = bound(LAN, 4_000);
        for (String all : List.of("192.168.1.255", "255.255.255.255")) {
            assertThatThrownBy(() -> send(socket, all, 9, "all")).isInstanceOf(SocketException.class).hasMessageContaining("broadcast is off");
            assertThatThrownBy(() -> socket.connect(Ipv4.parse(all), 9)).isInstanceOf(SocketException.class);
        }
        router.sentNothing();
        socket.options().broadcast(true);
        send(socket, "192.168.1.255", 9, "all");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).goesTo("ff:ff:ff:ff:ff:ff");
    }

    @Test
    void aBroadcastGoesToEachSocketOfThePort() throws IOException {
        UdpSocket first = sharing(Ipv4.ANY, 7);
        UdpSocket second = sharing(Ipv4.ANY, 7);
        UdpSocket all = sharing(Ipv4.parse("192.168.1.255"), 7);
        UdpSocket lan = sharing(LAN, 7);
        router.arrive(router.eth0, PacketBuilder.udp("192.168.1.2", 5, "192.168.1.255", 7).payload("all")
                .ethernet(TestRouter.LAN_MAC, "ff:ff:ff:ff:ff:ff"));
        for (UdpSocket each : List.of(first, second, all)) {
            assertThat(received(each)).containsExactly("all");
        }
        assertThat(received(lan)).isEmpty();
        assertThat(count(UdpCounter.IN_DATAGRAMS)).isEqualTo(3);
    }

    @Test
    void aBroadcastThatNobodyHearsIsIgnored() {
        router.arrive(router.eth0, PacketBuilder.udp("192.168.1.2", 5, "192.168.1.255", 7).payload("all")
                .ethernet(TestRouter.LAN_MAC, "ff:ff:ff:ff:ff:ff"));
        router.sentNothing();
        assertThat(count(UdpCounter.IGNORED_MULTI)).isOne();
        assertThat(count(UdpCounter.NO_PORTS)).isZero();
    }

    // ---- groups

    private void join(UdpSocket socket, String device) throws IOException {
        socket.join(GROUP, router.stack.interfaceNamed(device));
        router.settle();
        router.eth0.takeSent();
        router.eth1.takeSent();
        router.eth2.takeSent();
    }

    @Test
    void hearsAGroupWhereItJoinedIt() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 7);
        arriveAtGroup(router.eth0, "192.168.1.2", "too early");
        join(socket, "eth0");
        arriveAtGroup(router.eth0, "192.168.1.2", "in time");
        arriveAtGroup(router.eth1, "203.0.113.2", "elsewhere");
        socket.leave(GROUP, router.stack.interfaceNamed("eth0"));
        arriveAtGroup(router.eth0, "192.168.1.2", "too late");
        assertThat(received(socket)).containsExactly("in time");
        assertThat(Ipv4.format(datagram.destination())).isEqualTo("239.1.2.3");
        assertThat(datagram.device()).isSameAs(router.stack.interfaceNamed("eth0"));
        assertThat(router.dropped(DropReason.NOT_FOR_US)).isEqualTo(3);
    }

    @Test
    void aGroupsDatagramGoesToEachSocketOfThePort() throws IOException {
        UdpSocket first = sharing(Ipv4.ANY, 7);
        UdpSocket second = sharing(GROUP, 7);
        UdpSocket third = sharing(Ipv4.ANY, 7);
        third.options().multicastAll(false);
        join(second, "eth0");
        arriveAtGroup(router.eth0, "192.168.1.2", "all");
        assertThat(received(first)).as("IP_MULTICAST_ALL").containsExactly("all");
        assertThat(received(second)).containsExactly("all");
        assertThat(received(third)).as("did not join").isEmpty();
    }

    @Test
    void hearsOnlyTheSourcesThatItWants() throws IOException {
        UdpSocket only = sharing(Ipv4.ANY, 7);
        only.join(GROUP, router.stack.interfaceNamed("eth0"), PEER);
        UdpSocket allBut = sharing(Ipv4.ANY, 7);
        join(allBut, "eth0");
        allBut.block(GROUP, router.stack.interfaceNamed("eth0"), PEER);
        arriveAtGroup(router.eth0, "192.168.1.2", "two");
        arriveAtGroup(router.eth0, "192.168.1.3", "three");
        assertThat(received(only)).containsExactly("two");
        assertThat(received(allBut)).containsExactly("three");
        allBut.unblock(GROUP, router.stack.interfaceNamed("eth0"), PEER);
        arriveAtGroup(router.eth0, "192.168.1.2", "again");
        assertThat(received(allBut)).containsExactly("again");
    }

    @Test
    void anInterfaceLetsInNobodyWhomNobodyWants() throws IOException {
        UdpSocket only = bound(Ipv4.ANY, 7);
        only.join(GROUP, router.stack.interfaceNamed("eth0"), PEER);
        arriveAtGroup(router.eth0, "192.168.1.3", "three");
        assertThat(router.dropped(DropReason.NOT_FOR_US)).isOne();
    }

    @Test
    void nobodyJoinsTwiceOrLeavesUnjoined() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 7);
        join(socket, "eth0");
        assertThatThrownBy(() -> join(socket, "eth0")).isInstanceOf(SocketException.class).hasMessage("is in 239.1.2.3 on eth0 already");
        assertThatThrownBy(() -> socket.leave(GROUP, router.stack.interfaceNamed("eth1"))).isInstanceOf(SocketException.class)
                .hasMessage("is not in 239.1.2.3 on eth1");
        assertThatThrownBy(() -> socket.join(PEER, null)).isInstanceOf(SocketException.class)
                .hasMessage("192.168.1.2 is no multicast group");
        assertThatThrownBy(() -> socket.join(GROUP, null)).isInstanceOf(SocketException.class)
                .hasMessage("no route leads to 239.1.2.3: name an interface");
    }

    @Test
    void sendsToAGroupByTheInterfaceThatItWasTold() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 4_000);
        assertThatThrownBy(() -> send(socket, "239.1.2.3", 9, "all")).isInstanceOf(NoRouteToHostException.class);
        socket.options().multicastDevice(router.stack.interfaceNamed("eth1"));
        send(socket, "239.1.2.3", 9, "all");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth1)).goesTo(GROUP_MAC).hasSource("203.0.113.1").hasTtl(1).isUdp(4_000, 9);
        socket.options().multicastTtl(32);
        send(socket, "239.1.2.3", 9, "all");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth1)).hasTtl(32);
    }

    @Test
    void hearsItselfInAGroupUnlessItDoesNotWantTo() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 7);
        join(socket, "eth0");
        socket.options().multicastDevice(router.stack.interfaceNamed("eth0"));
        send(socket, "239.1.2.3", 7, "loops");
        assertThat(received(socket)).containsExactly("loops");
        socket.options().multicastLoop(false);
        send(socket, "239.1.2.3", 7, "does not");
        assertThat(received(socket)).isEmpty();
        assertThat(router.eth0.takeSent()).hasSize(2);
        socket.options().multicastLoop(true);
        socket.options().multicastTtl(0);
        send(socket, "239.1.2.3", 7, "stays here");
        assertThat(received(socket)).containsExactly("stays here");
        router.sentNothing();
    }

    @Test
    void aGroupThatOnlyAnotherInterfaceJoinedDoesNotLoop() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 7);
        join(socket, "eth1");
        socket.options().multicastDevice(router.stack.interfaceNamed("eth0"));
        send(socket, "239.1.2.3", 7, "away");
        assertThat(received(socket)).isEmpty();
        assertThat(router.eth0.takeSent()).hasSize(1);
    }

    // ---- buffers

    @Test
    void countsWhatFindsTheReceiveBufferFull() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 7);
        socket.options().receiveBufferBytes(10_000);
        for (int i = 0; i < 100; i++) {
            arrive("192.168.1.2", 5, "192.168.1.1", 7, "x".repeat(936));
        }
        assertThat(socket.waiting()).isEqualTo(11);
        assertThat(count(UdpCounter.RCVBUF_ERRORS)).isEqualTo(89);
        assertThat(count(UdpCounter.IN_ERRORS)).isEqualTo(89);
        assertThat(count(UdpCounter.IN_DATAGRAMS)).isEqualTo(11);
        assertThat(received(socket)).hasSize(11);
        arrive("192.168.1.2", 5, "192.168.1.1", 7, "room again");
        assertThat(received(socket)).containsExactly("room again");
    }

    @Test
    void keepsDatagramsOfManySizesInOrder() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 7);
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String text = (char) ('a' + i % 26) + "y".repeat(i * 37 % 1_400);
            arrive("192.168.1.2", 5, "192.168.1.1", 7, text);
            expected.add(text);
            if (i % 7 == 0 || i % 3 == 0) {
                got.addAll(received(socket));
            }
        }
        got.addAll(received(socket));
        assertThat(got).isEqualTo(expected);
    }

    @Test
    void cutsWhatTheReaderHasNoRoomFor() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 7);
        arrive("192.168.1.2", 5, "192.168.1.1", 7, "too long");
        UdpDatagram small = new UdpDatagram(new byte[10], 2, 3);
        assertThat(socket.peek(small)).isTrue();
        assertThat(socket.nextLength()).isEqualTo(8);
        assertThat(socket.receive(small)).isTrue();
        assertThat(new String(small.bytes(), 2, small.length())).isEqualTo("too");
        assertThat(small.fullLength()).isEqualTo(8);
        assertThat(small.toString()).isEqualTo("8 bytes from 192.168.1.2:5");
        assertThat(socket.receive(small)).isFalse();
    }

    @Test
    void sendsNoMoreThanTheSendBufferHolds() throws IOException {
        List<UdpSocket> writable = new ArrayList<>();
        UdpSocket socket = sockets.bind(Ipv4.ANY, 4_000, new UdpHandler() {
            @Override
            public void received(UdpSocket self, Packet arrived) { }

            @Override
            public void writable(UdpSocket self) {
                writable.add(self);
            }
        });
        socket.options().sendBufferBytes(5_000);
        int sent = 0;
        // to a host that does not answer ARP yet: there they wait
        while (socket.send(Ipv4.parse("192.168.1.77"), 9, payload("x".repeat(936)))) {
            sent++;
        }
        assertThat(sent).isEqualTo(5);
        assertThat(count(UdpCounter.SNDBUF_ERRORS)).isOne();
        assertThat(count(UdpCounter.OUT_DATAGRAMS)).isEqualTo(5);
        assertThat(writable).isEmpty();
        router.pass(Duration.ofSeconds(5));
        assertThat(writable).containsExactly(socket);
        assertThat(socket.isWritable()).isTrue();
    }

    @Test
    void aReaderThatSleepsHoldsNoPackets() throws IOException {
        bound(Ipv4.ANY, 7);
        for (int i = 0; i < 50; i++) {
            arrive("192.168.1.2", 5, "192.168.1.1", 7, "x");
        }
        assertThat(router.stack.pool().underWay()).isZero();
    }

    // ---- checksums and counters

    @Test
    void sendsWithoutAChecksumWhereThatIsWanted() throws IOException {
        UdpSocket socket = connected();
        socket.options().checksum(false);
        byte[] packet = sent(socket, "unchecked");
        assertThat(Arrays.copyOfRange(packet, 26, 28)).containsExactly(0, 0);
    }

    @Test
    void countsAsTheKernelDoes() throws IOException {
        bound(Ipv4.ANY, 7);
        arrive("192.168.1.2", 5, "192.168.1.1", 7, "good");
        arrive("192.168.1.2", 5, "192.168.1.1", 8, "nobody");
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 5, "192.168.1.1", 7).payload("bad").wrongTransportChecksum()));
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).payloadOf(7)));
        send(bound(Ipv4.ANY, 4_000), "192.168.1.2", 9, "out");
        assertThat(sockets.counters()).hasToString("Udp: InDatagrams 1 NoPorts 1 InErrors 2 OutDatagrams 1 RcvbufErrors 0 SndbufErrors 0"
                + " InCsumErrors 1 IgnoredMulti 0");
    }

    // ---- its end

    @Test
    void aClosedSocketSaysSo() throws IOException {
        UdpSocket socket = connected();
        socket.close();
        socket.close();
        assertThatThrownBy(() -> send(socket, "lost")).isInstanceOf(SocketException.class).hasMessage("the socket is closed");
        assertThatThrownBy(() -> socket.receive(datagram)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.join(GROUP, null)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.bind(Ipv4.ANY, 1)).isInstanceOf(BindException.class);
    }

    @Test
    void aHandlerMayCloseItsOwnSocketAndOthers() throws IOException {
        List<UdpSocket> both = new ArrayList<>();
        UdpHandler closing = (self, arrived) -> both.forEach(UdpSocket::close);
        for (int i = 0; i < 2; i++) {
            UdpSocket socket = sockets.open(closing);
            socket.options().reuseAddress(true);
            socket.bind(Ipv4.ANY, 7);
            both.add(socket);
        }
        router.arrive(router.eth0, PacketBuilder.udp("192.168.1.2", 5, "192.168.1.255", 7).payload("all")
                .ethernet(TestRouter.LAN_MAC, "ff:ff:ff:ff:ff:ff"));
        assertThat(count(UdpCounter.IN_DATAGRAMS)).isOne();
        assertThat(both).allMatch(UdpSocket::isClosed);
    }
}
