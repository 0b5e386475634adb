package io.weft.net.stack.tcp;

import static io.weft.net.stack.testing.TestRouter.fromLan;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.TcpHeader;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpInputTest {

    private static final int TCP = 14 + 20;
    private static final String EVERYBODY_MAC = "ff:ff:ff:ff:ff:ff";

    private final TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder syn(String destination) {
        return PacketBuilder.tcp("192.168.1.2", 40_000, destination, 22).sequence(1000).acknowledgment(0).flags(TcpHeader.SYN);
    }

    private void ignored(DropReason reason) {
        router.sentNothing();
        router.droppedOnly(reason);
    }

    @Test
    void resetsWhatComesToAClosedPort() {
        router.arrive(router.eth0, fromLan(syn("203.0.113.10")));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).goesTo(TestRouter.LAN_MAC).hasSource("203.0.113.10")
                .hasDestination("192.168.1.2").isTcp(22, 40_000).hasFlags(TcpHeader.RST | TcpHeader.ACK).hasSequence(0)
                .hasAcknowledgment(1001).hasTotalLength(40).hasIdentification(0).hasDontFragment(true).hasTtl(64);
        router.droppedOnly(DropReason.TCP_NO_PORT);
    }

    @Test
    void resetsASegmentWithAnUnfinishedChecksum() {
        router.arrive(router.eth0, fromLan(syn("192.168.1.1").wrongTransportChecksum()).bytes(),
                packet -> packet.checksumToFinish(TCP, TcpHeader.CHECKSUM_OFFSET));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasFlags(TcpHeader.RST | TcpHeader.ACK);
    }

    @Test
    void doesNotResetAReset() {
        router.arrive(router.eth0, fromLan(syn("192.168.1.1").flags(TcpHeader.RST)));
        ignored(DropReason.TCP_NO_PORT);
    }

    @Test
    void doesNotResetEverybody() {
        router.arrive(router.eth0, fromLan(PacketBuilder.tcp("192.168.1.255", 40_000, "192.168.1.1", 22)));
        ignored(DropReason.TCP_NO_PORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.1", "192.168.1.255", "255.255.255.255", "224.0.0.1"})
    void doesNotAnswerAFrameToMany(String destination) {
        router.arrive(router.eth0, syn(destination).ethernet(TestRouter.LAN_MAC, EVERYBODY_MAC));
        ignored(DropReason.NOT_FOR_US);
    }

    @Test
    void countsAWrongChecksum() {
        router.arrive(router.eth0, fromLan(syn("192.168.1.1").wrongTransportChecksum()));
        ignored(DropReason.TCP_CHECKSUM);
    }

    @Test
    void countsASegmentCutShort() {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 6).payloadOf(19)));
        ignored(DropReason.TCP_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6, 15})
    void countsAHeaderLengthThatCannotBe(int words) {
        byte[] frame = fromLan(syn("192.168.1.1")).bytes();
        frame[TCP + 12] = (byte) (words << 4);
        router.arrive(router.eth0, frame);
        ignored(DropReason.TCP_MALFORMED);
    }
}
