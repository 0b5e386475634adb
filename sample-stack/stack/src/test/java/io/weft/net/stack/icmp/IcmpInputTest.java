package io.weft.net.stack.icmp;

import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.DropReason;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpInputTest {

    private static final String EVERYBODY_MAC = "ff:ff:ff:ff:ff:ff";

    private final TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder echo(String destination) {
        return PacketBuilder.echoRequest("192.168.1.2", destination, 77, 1);
    }

    @Test
    void answersFromTheAddressThatWasAsked() {
        router.arrive(router.eth0, fromLan(echo("203.0.113.10").tos(0x1C).ttl(3).payload("abcdefgh")));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).goesTo(TestRouter.LAN_MAC).hasSource("203.0.113.10")
                .hasDestination("192.168.1.2").isIcmp(0, 0).hasRest(77 << 16 | 1).hasPayload("abcdefgh".getBytes())
                .hasTtl(64).hasTos(0x1C).hasDontFragment(false);
        assertThat(router.stack.pool().drops().total()).isZero();
    }

    @Test
    void sumsAnAnswerOfZeroesRightly() {
        // the kernel sends a checksum of 0 here, which no host takes
        router.arrive(router.eth0, fromLan(PacketBuilder.echoRequest("192.168.1.2", "192.168.1.1", 0, 0)));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(0, 0).hasRest(0);
    }

    @Test
    void answersAFragmentedRequestInFragments() {
        byte[] message = Arrays.copyOfRange(echo("192.168.1.1").payloadOf(3000).bytes(), 20, 3028);
        for (int offset = 0; offset < message.length; offset += 1480) {
            int end = Math.min(offset + 1480, message.length);
            PacketBuilder fragment = PacketBuilder.ip("192.168.1.2", "192.168.1.1", 1).fragmentOffset(offset)
                    .payload(Arrays.copyOfRange(message, offset, end));
            router.arrive(router.eth0, fromLan(end < message.length ? fragment.moreFragments() : fragment));
        }
        List<byte[]> sent = router.eth0.takeSent();
        assertThat(sent).hasSize(3);
        PacketAssert.assertThatFrame(sent.get(0)).hasSource("192.168.1.1").hasTotalLength(1500).isFragment(0, true);
        PacketAssert.assertThatFrame(sent.get(1)).hasTotalLength(1500).isFragment(1480, true)
                .hasIpPayload(Arrays.copyOfRange(message, 1480, 2960));
        PacketAssert.assertThatFrame(sent.get(2)).hasTotalLength(68).isFragment(2960, false)
                .hasIpPayload(Arrays.copyOfRange(message, 2960, 3008));
    }

    @Test
    void answersThisHostItself() {
        router.stack.send(PacketBuilder.echoRequest("192.168.1.1", "203.0.113.1", 77, 1).build(router.stack.pool()));
        router.settle();
        router.sentNothing();
        // which is the answer, that nobody waits for
        router.droppedOnly(DropReason.ICMP_IGNORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "192.168.1.255", "224.0.0.1"})
    void doesNotAnswerWhatAsksEverybody(String everybody) {
        router.arrive(router.eth0, echo(everybody).ethernet(TestRouter.LAN_MAC, EVERYBODY_MAC));
        router.sentNothing();
        router.droppedOnly(DropReason.ICMP_IGNORED);
    }

    @Test
    void doesNotAnswerEverybody() {
        router.arrive(router.eth0, fromLan(PacketBuilder.echoRequest("192.168.1.255", "192.168.1.1", 77, 1)));
        router.sentNothing();
    }

    @Test
    void answersTheTimeOfDay() {
        router.timeOfDay(12_345_678);
        router.arrive(router.eth0, fromLan(PacketBuilder.icmp("192.168.1.2", "192.168.1.1", 13, 0, 5 << 16 | 9)
                .payload(new byte[] {0, 0, 0, 42, 1, 1, 1, 1, 2, 2, 2, 2})));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(14, 0).hasRest(5 << 16 | 9).hasTotalLength(40)
                .hasPayload(new byte[] {0, 0, 0, 42, 0, (byte) 0xBC, 0x61, 0x4E, 0, (byte) 0xBC, 0x61, 0x4E});
    }

    @Test
    void countsATimestampRequestWithoutATime() {
        router.arrive(router.eth0, fromLan(PacketBuilder.icmp("192.168.1.2", "192.168.1.1", 13, 0, 0).payloadOf(3)));
        router.sentNothing();
        router.droppedOnly(DropReason.ICMP_TOO_SHORT);
    }

    @Test
    void countsWhatIsCutShort() {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 1).payloadOf(7)));
        router.sentNothing();
        router.droppedOnly(DropReason.ICMP_TOO_SHORT);
    }

    @Test
    void countsAWrongChecksum() {
        router.arrive(router.eth0, fromLan(echo("192.168.1.1").wrongTransportChecksum()));
        router.sentNothing();
        router.droppedOnly(DropReason.ICMP_CHECKSUM);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 5, 9, 10, 11, 12, 14, 15, 17, 18, 42, 255})
    void ignoresWhatItHasNoAnswerTo(int type) {
        router.arrive(router.eth0, fromLan(PacketBuilder.icmp("192.168.1.2", "192.168.1.1", type, 0, 0).payloadOf(28)));
        router.sentNothing();
        router.droppedOnly(DropReason.ICMP_IGNORED);
    }
}
