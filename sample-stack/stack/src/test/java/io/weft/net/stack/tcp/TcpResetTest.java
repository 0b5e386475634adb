package io.weft.net.stack.tcp;

import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.TcpHeader;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Resets that a filter has sent about what goes through the router.
class TcpResetTest {

    private static final int LINK = 14;
    private static final int TCP = LINK + 20;
    private static final int RST = TcpHeader.RST;
    private static final int RST_ACK = TcpHeader.RST | TcpHeader.ACK;

    private final TestRouter router = TestRouter.open();

    @BeforeEach
    void rejectAll() {
        router.stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(Priorities.FILTER, "reject", packet -> {
            router.stack.sendTcpReset(packet);
            return Verdict.DROP;
        });
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder segment() {
        return PacketBuilder.tcp("192.168.1.2", 41_001, "203.0.113.2", 6_100).sequence(55).acknowledgment(66);
    }

    private PacketAssert resetOf(PacketBuilder segment) {
        router.arrive(router.eth0, fromLan(segment));
        return PacketAssert.assertThatFrame(router.onlyFrame(router.eth0));
    }

    /// RFC 9293 §3.10.7.1.
    @ParameterizedTest
    @CsvSource({
        // flags, data, flags of the reset, sequence, acknowledgment
        "0x02, 0, 0x14, 0, 56",
        "0x02, 7, 0x14, 0, 63",
        "0x01, 0, 0x14, 0, 56",
        "0x03, 7, 0x14, 0, 64",
        "0x00, 0, 0x14, 0, 55",
        "0x10, 0, 0x04, 66, 0",
        "0x18, 8, 0x04, 66, 0",
        "0x11, 0, 0x04, 66, 0"})
    void takesItsNumbersFromTheSegment(String flags, int data, String resetFlags, int sequence, int acknowledgment) {
        resetOf(segment().flags(Integer.decode(flags)).payloadOf(data)).isTcp(6_100, 41_001).hasFlags(Integer.decode(resetFlags))
                .hasSequence(sequence).hasAcknowledgment(acknowledgment);
    }

    @Test
    void comesFromWhereTheSegmentWent() {
        resetOf(segment().tos(0x10)).goesTo(TestRouter.LAN_MAC).hasSource("203.0.113.2").hasDestination("192.168.1.2").hasTotalLength(40)
                .hasTos(0).hasTtl(64).hasIdentification(0).hasDontFragment(true).isNoFragment().hasFlags(RST);
        assertThat(router.eth1.takeSent()).isEmpty();
    }

    @Test
    void countsDataBehindOptions() {
        resetOf(segment().flags(TcpHeader.SYN).tcpOptions(2, 4, 5, 0xB4).payloadOf(3)).hasAcknowledgment(55 + 1 + 3);
    }

    @Test
    void wrapsSequenceNumbers() {
        resetOf(segment().sequence(-1).flags(TcpHeader.SYN)).hasFlags(RST_ACK).hasAcknowledgment(0);
    }

    @Test
    void countsAllOfWhatACardWasToSegment() {
        byte[] frame = fromLan(segment().flags(TcpHeader.PSH).payloadOf(4_000)).bytes();
        router.arrive(router.eth0, frame, packet -> {
            packet.u16(TCP + TcpHeader.CHECKSUM_OFFSET, Checksum.pseudoHeader(packet.i32(LINK + 12), packet.i32(LINK + 16), 6, 4_020));
            packet.checksumToFinish(TCP, TcpHeader.CHECKSUM_OFFSET);
            packet.segmentation(Segmentation.TCPV4, 1_000, false);
        });
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasFlags(RST_ACK).hasAcknowledgment(55 + 4_000);
    }

    private void noResetOf(PacketBuilder packet) {
        router.arrive(router.eth0, fromLan(packet));
        router.sentNothing();
        router.droppedOnly(DropReason.HOOK);
    }

    @ParameterizedTest
    @ValueSource(ints = {TcpHeader.RST, TcpHeader.RST | TcpHeader.ACK})
    void isNeverAboutAReset(int flags) {
        noResetOf(segment().flags(flags));
    }

    @Test
    void isNeverAboutAWrongChecksum() {
        noResetOf(segment().wrongTransportChecksum());
    }

    @Test
    void isNeverAboutALaterFragment() {
        noResetOf(PacketBuilder.ip("192.168.1.2", "203.0.113.2", 6).fragmentOffset(40).payloadOf(40));
    }

    @Test
    void isNeverAboutAHeaderCutShort() {
        noResetOf(PacketBuilder.ip("192.168.1.2", "203.0.113.2", 6).payloadOf(19));
    }

    @Test
    void isNeverAboutAnotherProtocol() {
        noResetOf(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2).payloadOf(40));
    }

    @Test
    void isNeverSentToMany() {
        noResetOf(PacketBuilder.tcp("10.9.0.255", 41_001, "203.0.113.2", 6_100));
    }
}
