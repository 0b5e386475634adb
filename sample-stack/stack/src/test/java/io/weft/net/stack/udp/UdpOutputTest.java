package io.weft.net.stack.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UdpOutputTest {

    private static final int LINK = 14;
    private static final UdpHandler NOBODY = (socket, datagram) -> { };

    private static UdpSocket bind(TestRouter router, String address, int port) throws IOException {
        return router.stack.udp().bind(Ipv4.parse(address), port, NOBODY);
    }

    private static void send(TestRouter router, UdpSocket socket, String destination, int port, byte[] bytes)
            throws IOException {
        Packet payload = Objects.requireNonNull(socket.pool().take());
        payload.append(bytes);
        socket.send(Ipv4.parse(destination), port, payload);
        router.settle();
    }

    @Test
    void sendsFromTheAddressOfTheRoute() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            send(router, bind(router, "0.0.0.0", 4_000), "8.8.8.8", 53, "query".getBytes());
            PacketAssert.assertThatFrame(router.onlyFrame(router.eth1)).goesFrom(TestRouter.ETH1_MAC).goesTo(TestRouter.WAN_MAC)
                    .hasSource("203.0.113.1").hasDestination("8.8.8.8").isUdp(4_000, 53).hasPayload("query".getBytes())
                    .hasTtl(64).hasTos(0).hasDontFragment(true);
        }
    }

    @Test
    void sendsFromTheAddressOfTheSocket() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            send(router, bind(router, "203.0.113.10", 4_000), "192.168.1.2", 53, "answer".getBytes());
            PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasSource("203.0.113.10").isUdp(4_000, 53);
        }
    }

    @Test
    void sendsFromAnAddressOfItsOwnWhereTheSocketHasTheOneOfAGroup() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            send(router, bind(router, "255.255.255.255", 4_000), "192.168.1.2", 53, "answer".getBytes());
            PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasSource("192.168.1.1");
        }
    }

    @Test
    void sendsToAllOfALink() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            UdpSocket lan = bind(router, "192.168.1.1", 4_000);
            lan.options().broadcast(true);
            send(router, lan, "255.255.255.255", 67, "who".getBytes());
            PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).goesTo("ff:ff:ff:ff:ff:ff").hasSource("192.168.1.1")
                    .hasDestination("255.255.255.255");
            UdpSocket any = bind(router, "0.0.0.0", 4_001);
            any.options().broadcast(true);
            send(router, any, "10.9.0.255", 67, "who".getBytes());
            PacketAssert.assertThatFrame(router.onlyFrame(router.eth2)).goesTo("ff:ff:ff:ff:ff:ff").hasSource("10.9.0.1");
        }
    }

    @Test
    void isCutHereWhereItDoesNotFitAndNowhereElse() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            UdpSocket socket = bind(router, "0.0.0.0", 4_000);
            send(router, socket, "10.9.0.2", 9, new byte[1372]);
            PacketAssert.assertThatFrame(router.onlyFrame(router.eth2)).hasTotalLength(1400).hasDontFragment(true);
            send(router, socket, "10.9.0.2", 9, new byte[1373]);
            List<byte[]> sent = router.eth2.takeSent();
            assertThat(sent).hasSize(2);
            PacketAssert.assertThatFrame(sent.get(0)).isFragment(0, true).hasDontFragment(false);
            PacketAssert.assertThatFrame(sent.get(1)).isFragment(1376, false).hasDontFragment(false);
        }
    }

    @Test
    void finishesTheChecksumOfADatagramThatIsCut() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            byte[] whole = PacketBuilder.udp("10.9.0.1", 4_000, "10.9.0.2", 9).payloadOf(2_000).bytes();
            send(router, bind(router, "0.0.0.0", 4_000), "10.9.0.2", 9, Arrays.copyOfRange(whole, 28, whole.length));
            byte[] header = Arrays.copyOfRange(router.eth2.takeSent().getFirst(), LINK + 20, LINK + 28);
            assertThat(header).isEqualTo(Arrays.copyOfRange(whole, 20, 28));
        }
    }

    @Test
    void leavesTheChecksumToACardThatFinishesIt() throws IOException {
        try (TestRouter router = TestRouter.open(settings -> settings, Offloads.ALL)) {
            send(router, bind(router, "0.0.0.0", 4_000), "192.168.1.2", 9, "hello".getBytes());
            int left = Short.toUnsignedInt(ByteBuffer.wrap(router.onlyFrame(router.eth0)).getShort(LINK + 26));
            assertThat(left).isEqualTo(Checksum.pseudoHeader(Ipv4.parse("192.168.1.1"), Ipv4.parse("192.168.1.2"), 17, 13));
        }
    }

    @Test
    void reachesASocketOfThisHost() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            List<String> received = new ArrayList<>();
            router.stack.udp().bind(Ipv4.parse("203.0.113.10"), 7, (socket, datagram) -> received.add(
                    Ipv4.format(datagram.ip().source()) + " " + new String(datagram.toByteArray())));
            send(router, bind(router, "192.168.1.1", 4_000), "203.0.113.10", 7, "myself".getBytes());
            assertThat(received).containsExactly("192.168.1.1 myself");
            router.sentNothing();
        }
    }

    @Test
    void countsWhatIsTooLong() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            UdpSocket socket = bind(router, "0.0.0.0", 4_000);
            send(router, socket, "192.168.1.2", 9, new byte[65_507]);
            assertThat(router.eth0.takeSent()).hasSize(45);
            assertThatThrownBy(() -> send(router, socket, "192.168.1.2", 9, new byte[65_508])).isInstanceOf(SocketException.class)
                    .hasMessage("a datagram of 65508 bytes is too long");
            router.sentNothing();
            router.droppedOnly(DropReason.SEND_FAILED);
        }
    }

    @Test
    void countsWhatHasNoRoute() throws IOException {
        try (TestRouter router = TestRouter.open()) {
            UdpSocket socket = bind(router, "0.0.0.0", 4_000);
            assertThatThrownBy(() -> send(router, socket, "100.64.0.1", 9, "lost".getBytes()))
                .isInstanceOf(SocketException.class).hasMessage("Network is unreachable");
            router.sentNothing();
            router.droppedOnly(DropReason.NO_ROUTE);
        }
    }
}
