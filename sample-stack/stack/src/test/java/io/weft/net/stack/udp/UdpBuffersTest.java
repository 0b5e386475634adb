package io.weft.net.stack.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What waits for a reader or for the link.
class UdpBuffersTest {

    private final UdpHost host = UdpHost.open();
    private final TestRouter router = host.router;

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void countsWhatFindsTheReceiveBufferFull() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 7);
        socket.options().receiveBufferBytes(10_000);
        for (int i = 0; i < 100; i++) {
            host.arrive("192.168.1.2", 5, "192.168.1.1", 7, "x".repeat(936));
        }
        assertThat(socket.waiting()).isEqualTo(11);
        assertThat(host.count(UdpCounter.RCVBUF_ERRORS)).isEqualTo(89);
        assertThat(host.count(UdpCounter.IN_ERRORS)).isEqualTo(89);
        assertThat(host.count(UdpCounter.IN_DATAGRAMS)).isEqualTo(11);
        assertThat(host.received(socket)).hasSize(11);
        host.arrive("192.168.1.2", 5, "192.168.1.1", 7, "room again");
        assertThat(host.received(socket)).containsExactly("room again");
    }

    @Test
    void keepsDatagramsOfManySizesInOrder() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 7);
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String text = (char) ('a' + i % 26) + "y".repeat(i * 37 % 1_400);
            host.arrive("192.168.1.2", 5, "192.168.1.1", 7, text);
            expected.add(text);
            if (i % 7 == 0 || i % 3 == 0) {
                got.addAll(host.received(socket));
            }
        }
        got.addAll(host.received(socket));
        assertThat(got).isEqualTo(expected);
    }

    @Test
    void cutsWhatTheReaderHasNoRoomFor() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 7);
        host.arrive("192.168.1.2", 5, "192.168.1.1", 7, "too long");
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
        UdpSocket socket = host.sockets.bind(Ipv4.ANY, 4_000, new UdpHandler() {
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
        while (socket.send(Ipv4.parse("192.168.1.77"), 9, host.payload("x".repeat(936)))) {
            sent++;
        }
        assertThat(sent).isEqualTo(5);
        assertThat(host.count(UdpCounter.SNDBUF_ERRORS)).isOne();
        assertThat(host.count(UdpCounter.OUT_DATAGRAMS)).isEqualTo(5);
        assertThat(writable).isEmpty();
        router.pass(Duration.ofSeconds(5));
        assertThat(writable).containsExactly(socket);
        assertThat(socket.isWritable()).isTrue();
    }

    @Test
    void aReaderThatSleepsHoldsNoPackets() throws IOException {
        host.bound(Ipv4.ANY, 7);
        for (int i = 0; i < 50; i++) {
            host.arrive("192.168.1.2", 5, "192.168.1.1", 7, "x");
        }
        assertThat(router.stack.pool().underWay()).isZero();
    }
}
