package io.weft.net.stack.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.HandlerLimits;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpSocket;
import io.weft.net.stack.tcp.TcpSwitches;
import io.weft.net.stack.udp.UdpDatagram;
import io.weft.net.stack.udp.UdpSocket;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The snippets of the README about what belongs to the loop, and about settings.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopSnippetsTest {

    private static final class Conversation implements TcpHandler { }

    private final CountDownLatch came = new CountDownLatch(1);
    private String heard = "";

    @Test
    void tcp() throws Exception {
        try (NetStack stack = NetStack.builder().build()) {
            stack.start();
            stack.onLoop(() -> stack.tcp().listen(Ipv4.ANY, 80, 64, listener -> {
                TcpSocket socket = listener.accept();
                socket.handler(new Conversation());
            }));
            stack.sockets().connect("localhost", 80).close();
        }
    }

    @Test
    void udp() throws Exception {
        try (NetStack stack = NetStack.builder().build()) {
            stack.addDevice("eth0", new WireHub("lab").open());
            stack.addAddress("eth0", InterfaceAddress.parse("10.0.0.1/24"));
            stack.start();
            UdpSocket socket = stack.onLoop(() -> {
                UdpSocket opened = stack.udp().open((self, datagram) -> { self.keep(datagram); wakeReader(); });
                opened.options().reuseAddress(true);
                opened.bind(Ipv4.ANY, 5353);
                opened.join(Ipv4.parse("224.0.0.251"), stack.interfaceNamed("eth0"));
                return opened;
            });
            try (DatagramSocket sender = stack.sockets().datagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
                sender.send(new DatagramPacket("hello".getBytes(StandardCharsets.UTF_8), 5, new InetSocketAddress("127.0.0.1", 5353)));
            }
            assertThat(came.await(30, TimeUnit.SECONDS)).isTrue();
            stack.onLoop(() -> {
                UdpDatagram read = new UdpDatagram(new byte[65_507]);
                while (socket.receive(read)) {
                    say(read.source(), read.sourcePort(), read.bytes(), read.length());
                }
                return true;
            });
            assertThat(heard).isEqualTo("hello");
        }
    }

    private void wakeReader() {
        came.countDown();
    }

    private void say(int source, int port, byte[] bytes, int length) {
        assertThat(Ipv4.format(source) + " " + (port > 0)).isEqualTo("127.0.0.1 true");
        heard = new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void settings() {
        try (NetStack watched = NetStack.builder().settings(settings -> settings.withHandlers(HandlerLimits.WATCHED)).build();
                NetStack asking = NetStack.builder()
                        .settings(settings -> settings.withTcp(settings.tcp().withSwitches(TcpSwitches.DEFAULT.withEcn(TcpSwitches.Ecn.ASK)))).build()) {
            assertThat(watched.hooks()).isNotNull();
            assertThat(asking.hooks()).isNotNull();
        }
    }
}
