package io.weft.net.stack.udp;

import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.UdpHeader;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpInputTest {

    private static final int LINK = 14;
    private static final int UDP = LINK + 20;

    private final TestRouter router = TestRouter.open();
    private final List<String> received = new ArrayList<>();

    @BeforeEach
    void listen() throws BindException {
        router.stack.udp().bind(Ipv4.ANY, 7, this::note);
    }

    @AfterEach
    void close() {
        router.close();
    }

    private void note(UdpSocket socket, Packet datagram) {
        received.add(Ipv4.format(datagram.ip().source()) + ":" + datagram.udp().sourcePort() + " " + new String(datagram.toByteArray()));
    }

    private static PacketBuilder datagram(int port) {
        return PacketBuilder.udp("192.168.1.2", 5, "192.168.1.1", port).payload("hello");
    }

    private static byte[] withLength(PacketBuilder packet, int length) {
        byte[] frame = fromLan(packet.noTransportChecksum()).bytes();
        ByteBuffer.wrap(frame).putShort(UDP + 4, (short) length);
        return frame;
    }

    @Test
    void takesADatagramToItsSocket() {
        router.arrive(router.eth0, fromLan(datagram(7)));
        assertThat(received).containsExactly("192.168.1.2:5 hello");
        assertThat(router.stack.pool().drops().total()).isZero();
        router.sentNothing();
    }

    @Test
    void takesADatagramWithoutAChecksum() {
        router.arrive(router.eth0, fromLan(datagram(7).noTransportChecksum()));
        assertThat(received).containsExactly("192.168.1.2:5 hello");
    }

    @Test
    void takesADatagramWithoutData() {
        router.arrive(router.eth0, fromLan(datagram(7).payload("")));
        assertThat(received).containsExactly("192.168.1.2:5 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "192.168.1.255"})
    void takesABroadcastToItsSocket(String everybody) {
        router.arrive(router.eth0,
                PacketBuilder.udp("192.168.1.2", 5, everybody, 7).payload("all").ethernet(TestRouter.LAN_MAC, "ff:ff:ff:ff:ff:ff"));
        assertThat(received).containsExactly("192.168.1.2:5 all");
    }

    @Test
    void givesTheSocketNoMoreThanTheUdpLength() {
        router.arrive(router.eth0, withLength(datagram(7), UdpHeader.LENGTH + 4));
        assertThat(received).containsExactly("192.168.1.2:5 hell");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, UdpHeader.LENGTH + 6, 65_535})
    void countsALengthThatCannotBe(int length) {
        router.arrive(router.eth0, withLength(datagram(7), length));
        assertThat(received).isEmpty();
        router.sentNothing();
        router.droppedOnly(DropReason.UDP_MALFORMED);
    }

    @Test
    void countsADatagramCutShort() {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).payloadOf(7)));
        router.sentNothing();
        router.droppedOnly(DropReason.UDP_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 9})
    void countsAWrongChecksum(int port) {
        router.arrive(router.eth0, fromLan(datagram(port).wrongTransportChecksum()));
        assertThat(received).isEmpty();
        router.sentNothing();
        router.droppedOnly(DropReason.UDP_CHECKSUM);
    }

    @Test
    void trustsTheCardWithTheChecksum() {
        router.arrive(router.eth0, fromLan(datagram(7).wrongTransportChecksum()).bytes(), packet -> packet.checksum(ChecksumState.VERIFIED));
        assertThat(received).hasSize(1);
        router.arrive(router.eth0, fromLan(datagram(7).wrongTransportChecksum()).bytes(),
                packet -> packet.checksumToFinish(UDP, UdpHeader.CHECKSUM_OFFSET));
        assertThat(received).hasSize(2);
    }

    @Test
    void tellsTheSenderThatNobodyListens() {
        byte[] frame = fromLan(datagram(9)).bytes();
        router.arrive(router.eth0, frame);
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasSource("192.168.1.1").hasDestination("192.168.1.2").isIcmp(3, 3)
                .hasPayload(Arrays.copyOfRange(frame, LINK, frame.length));
        router.droppedOnly(DropReason.UDP_NO_PORT);
    }

    @Test
    void deliversWhatACardWasToSegmentAsTheDatagramsItStandsFor() {
        byte[] frame = fromLan(datagram(7).payload("aaabbbcc")).bytes();
        router.arrive(router.eth0, frame, packet -> {
            int pseudo = Checksum.pseudoHeader(packet.i32(LINK + 12), packet.i32(LINK + 16), 17, UdpHeader.LENGTH + 8);
            packet.u16(UDP + UdpHeader.CHECKSUM_OFFSET, pseudo);
            packet.checksumToFinish(UDP, UdpHeader.CHECKSUM_OFFSET);
            packet.segmentation(Segmentation.UDP, 3, false);
        });
        assertThat(received).containsExactly("192.168.1.2:5 aaa", "192.168.1.2:5 bbb", "192.168.1.2:5 cc");
    }

    @Test
    void survivesAHandlerThatThrows() throws BindException {
        router.expectFaults();
        router.stack.udp().bind(Ipv4.ANY, 8, (socket, datagram) -> {
            throw new IllegalStateException("as a test asked for");
        });
        router.arrive(router.eth0, fromLan(datagram(8)));
        assertThat(router.stack.faults()).isOne();
        assertThat(router.stack.pool().underWay()).isZero();
        router.arrive(router.eth0, fromLan(datagram(7)));
        assertThat(received).hasSize(1);
    }
}
