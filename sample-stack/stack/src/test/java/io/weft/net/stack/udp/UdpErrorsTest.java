package io.weft.net.stack.udp;

import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What sockets learn from those who could not deliver or pass on what they sent.
class UdpErrorsTest {

    private final UdpHost host = UdpHost.open();
    private final TestRouter router = host.router;

    @AfterEach
    void close() {
        host.close();
    }

    // ---- errors

    private void icmp(int type, int code, int rest, byte[] quote) {
        router.arrive(router.eth0, fromLan(PacketBuilder.icmp("192.168.1.2", "192.168.1.1", type, code, rest).payload(quote)));
    }

    @Test
    void aConnectedSocketHearsOfItOnceThatNobodyListens() throws IOException {
        UdpSocket socket = host.connected();
        icmp(3, 3, 0, host.sent(socket, "anybody there"));
        assertThatThrownBy(() -> socket.receive(host.datagram)).isInstanceOf(PortUnreachableException.class)
                .hasMessage("nobody listens at 192.168.1.2:9");
        assertThat(socket.receive(host.datagram)).isFalse();
        icmp(3, 3, 0, host.sent(socket, "again"));
        assertThatThrownBy(() -> host.send(socket, "lost")).isInstanceOf(PortUnreachableException.class);
        router.sentNothing();
        assertThat(host.send(socket, "goes out")).isTrue();
    }

    @Test
    void itsHandlerHearsOfAnError() throws IOException {
        List<UdpSocket> failed = new ArrayList<>();
        UdpSocket socket = host.sockets.bind(Ipv4.ANY, 4_000, new UdpHandler() {
            @Override
            public void received(UdpSocket self, Packet arrived) { }

            @Override
            public void failed(UdpSocket self) {
                failed.add(self);
            }
        });
        socket.connect(UdpHost.PEER, 9);
        icmp(3, 3, 0, host.sent(socket, "anybody there"));
        assertThat(failed).containsExactly(socket);
        assertThat(socket.takeError()).isInstanceOf(PortUnreachableException.class);
        assertThat(socket.takeError()).isNull();
    }

    @Test
    void anUnconnectedSocketHearsOfNoErrors() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 4_000);
        host.send(socket, "192.168.1.2", 9, "anybody there");
        byte[] frame = router.onlyFrame(router.eth0);
        icmp(3, 3, 0, Arrays.copyOfRange(frame, UdpHost.LINK, frame.length));
        assertThat(socket.takeError()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 11})
    void whatMayPassIsNoError(int code) throws IOException {
        UdpSocket socket = host.connected();
        icmp(3, code, 0, host.sent(socket, "anybody there"));
        assertThat(socket.takeError()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 10, 13})
    void whatIsForGoodIsAnError(int code) throws IOException {
        UdpSocket socket = host.connected();
        icmp(3, code, 0, host.sent(socket, "anybody there"));
        assertThat(socket.takeError()).isInstanceOf(SocketException.class);
    }

    @Test
    void aQuoteOfWhatItDidNotSendIsNotBelieved() throws IOException {
        UdpSocket socket = host.connected();
        byte[] quote = host.sent(socket, "anybody there");
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
        UdpSocket socket = host.connected();
        String text = "x".repeat(1_200);
        icmp(3, 4, 1_000, host.sent(socket, text));
        assertThatThrownBy(() -> host.send(socket, "lost")).isInstanceOf(SocketException.class)
                .hasMessage("a datagram is too long for the path, which takes IP packets of 1000 bytes");
        host.send(socket, text);
        List<byte[]> pieces = router.eth0.takeSent();
        assertThat(pieces).hasSize(2);
        PacketAssert.assertThatFrame(pieces.get(0)).isFragment(0, true).hasTotalLength(996);
        PacketAssert.assertThatFrame(pieces.get(1)).isFragment(976, false);
        host.send(socket, "fits");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isNoFragment().hasDontFragment(true);
        router.pass(Duration.ofMinutes(10));
        host.send(socket, text);
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isNoFragment().hasTotalLength(1_228);
    }

    @Test
    void anUnconnectedSocketsPathIsLearntToo() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 4_000);
        host.send(socket, "192.168.1.2", 9, "x".repeat(1_200));
        byte[] frame = router.onlyFrame(router.eth0);
        icmp(3, 4, 1_000, Arrays.copyOfRange(frame, UdpHost.LINK, frame.length));
        host.send(socket, "192.168.1.2", 9, "x".repeat(1_200));
        assertThat(router.eth0.takeSent()).hasSize(2);
        host.send(socket, "192.168.1.3", 9, "x".repeat(1_200));
        assertThat(router.eth0.takeSent()).as("another host's path").hasSize(1);
    }

    @Test
    void aPathNarrowerThanAnyIsNotBelieved() throws IOException {
        UdpSocket socket = host.connected();
        icmp(3, 4, 100, host.sent(socket, "x".repeat(1_200)));
        socket.takeError();
        host.send(socket, "x".repeat(1_200));
        List<byte[]> pieces = router.eth0.takeSent();
        assertThat(pieces).hasSize(3);
        PacketAssert.assertThatFrame(pieces.get(0)).hasTotalLength(548);
        host.send(socket, "short");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasDontFragment(false);
    }

    @Test
    void whatMayNotBeFragmentedIsNotSent() throws IOException {
        UdpSocket socket = host.connected();
        socket.options().dontFragment(true);
        host.send(socket, "x".repeat(1_472));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasDontFragment(true);
        assertThatThrownBy(() -> host.send(socket, "x".repeat(1_473))).isInstanceOf(SocketException.class);
        router.sentNothing();
    }
}
