package io.weft.net.stack.ip;

import static io.weft.net.testkit.packet.PacketAssert.assertThatFrame;
import static io.weft.net.stack.testing.TestRouter.DMZ_MAC;
import static io.weft.net.stack.testing.TestRouter.ETH1_MAC;
import static io.weft.net.stack.testing.TestRouter.LAN_MAC;
import static io.weft.net.stack.testing.TestRouter.WAN_MAC;
import static io.weft.net.stack.testing.TestRouter.fromDmz;
import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Segmentation;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpForwardTest {

    private final TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder udp(String destination, int payloadLength) {
        return PacketBuilder.udp("192.168.1.2", 1000, destination, 53).payloadOf(payloadLength);
    }

    @Test
    void passesAPacketOnWithOneHopLess() {
        PacketBuilder packet = udp("8.8.8.8", 13).tos(0x28).identification(77);
        router.arrive(router.eth0, fromLan(packet));
        assertThatFrame(router.onlyFrame(router.eth1)).goesFrom(ETH1_MAC).goesTo(WAN_MAC).hasTtl(63).hasTos(0x28).hasIdentification(77)
                .hasSource("192.168.1.2").hasDestination("8.8.8.8").isUdp(1000, 53);
        router.sentNothing();
        assertThat(router.stack.pool().drops().total()).isZero();
    }

    @Test
    void leavesTransportChecksumsAsTheyAre() {
        byte[] frame = fromLan(udp("8.8.8.8", 13).wrongTransportChecksum()).bytes();
        router.arrive(router.eth0, frame);
        byte[] sent = router.onlyFrame(router.eth1);
        assertThat(List.of(sent[40], sent[41])).containsExactly(frame[40], frame[41]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void tellsTheSenderThatTheTtlRanOut(int ttl) {
        PacketBuilder packet = udp("8.8.8.8", 13).ttl(ttl);
        byte[] quoted = packet.bytes();
        router.arrive(router.eth0, fromLan(packet));
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(LAN_MAC).isIcmp(11, 0).hasSource("192.168.1.1").quotes(quoted);
        router.droppedOnly(DropReason.TTL_EXPIRED);
    }

    @Test
    void cutsWhatIsTooLargeForTheLink() {
        router.arrive(router.eth0, fromLan(udp("10.9.0.2", 1_422)));
        List<byte[]> fragments = router.eth2.takeSent();
        assertThat(fragments).hasSize(2);
        assertThatFrame(fragments.get(0)).goesTo(DMZ_MAC).isFragment(0, true).hasTotalLength(1_396).hasTtl(63);
        assertThatFrame(fragments.get(1)).goesTo(DMZ_MAC).isFragment(1_376, false).hasTotalLength(74).hasTtl(63);
    }

    @Test
    void tellsTheSenderOfTheMtuWhenAPacketMayNotBeCut() {
        PacketBuilder packet = udp("10.9.0.2", 1_422).dontFragment();
        byte[] quoted = packet.bytes();
        router.arrive(router.eth0, fromLan(packet));
        assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(3, 4).hasRest(1_400).hasTotalLength(576).quotes(quoted);
        router.droppedOnly(DropReason.FRAGMENTATION_NEEDED);
        router.arrive(router.eth0, fromLan(udp("10.9.0.2", 1_372).dontFragment()));
        assertThatFrame(router.onlyFrame(router.eth2)).hasTotalLength(1_400);
    }

    private void arriveLarge(int segmentSize, boolean dontFragment) {
        PacketBuilder packet = PacketBuilder.tcp("192.168.1.2", 1000, "10.9.0.2", 80).payloadOf(3_000);
        byte[] frame = fromLan(dontFragment ? packet.dontFragment() : packet).bytes();
        router.arrive(router.eth0, frame, large -> {
            large.segmentation(Segmentation.TCPV4, segmentSize, false);
            large.checksumToFinish(EthernetHeader.LENGTH + 20, 16);
        });
    }

    @Test
    void aLargePacketCountsByItsSegments() {
        arriveLarge(1_360, true);
        assertThat(router.eth2.takeSent()).hasSize(3).allSatisfy(frame -> assertThatFrame(frame).isTcp(1000, 80));
        arriveLarge(1_361, true);
        assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(3, 4).hasRest(1_400);
        router.droppedOnly(DropReason.FRAGMENTATION_NEEDED);
    }

    @Test
    void segmentsTooLargeForTheLinkAreCutOneByOne() {
        arriveLarge(1_460, false);
        List<byte[]> frames = router.eth2.takeSent();
        assertThat(frames).as("two segments in two fragments each, and a small one").hasSize(5);
        assertThatFrame(frames.get(0)).isFragment(0, true);
        assertThatFrame(frames.get(1)).isFragment(1_376, false);
        assertThatFrame(frames.get(4)).isNoFragment().isTcp(1000, 80);
    }

    @Test
    void aSegmentationThatDoesNotFitThePacketEndsIt() {
        byte[] udp = fromLan(udp("10.9.0.2", 0)).bytes();
        router.arrive(router.eth0, udp, packet -> packet.segmentation(Segmentation.TCPV4, 1_460, false)).sentNothing();
        router.droppedOnly(DropReason.OFFLOAD_MALFORMED);
    }

    @Test
    void tellsASenderOnTheSameLinkOfTheBetterHopAndPassesThePacketOn() {
        PacketBuilder packet = PacketBuilder.udp("10.9.0.2", 3, "172.16.0.5", 4).payload("hello");
        byte[] quoted = packet.ttl(63).bytes();
        packet.ttl(64);
        router.arrive(router.eth2, fromDmz(packet));
        List<byte[]> sent = router.eth2.takeSent();
        assertThat(sent).hasSize(2);
        assertThatFrame(sent.get(0)).isIcmp(5, 1).hasRest(0x0A090003).hasSource("10.9.0.1").hasDestination("10.9.0.2")
                .quotes(quoted);
        assertThatFrame(sent.get(1)).hasDestination("172.16.0.5").hasTtl(63);
    }

    @Test
    void redirectsEverMoreRarely() {
        byte[] frame = fromDmz(PacketBuilder.udp("10.9.0.2", 3, "172.16.0.5", 4)).bytes();
        int redirects = 0;
        for (int i = 0; i < 200; i++) {
            router.arrive(router.eth2, frame);
            redirects += router.eth2.takeSent().size() - 1;
            router.pass(Duration.ofMillis(10));
        }
        // after 40, 80, 160 ms and so on; the sixth would be due after two and a half seconds
        assertThat(redirects).isEqualTo(6);
    }

    @Test
    void doesNotRedirectWhereTheOperatorForbidsIt() {
        try (TestRouter silent = TestRouter.open(settings -> settings.withSendRedirects(false))) {
            silent.arrive(silent.eth2, fromDmz(PacketBuilder.udp("10.9.0.2", 3, "172.16.0.5", 4)));
            assertThatFrame(silent.onlyFrame(silent.eth2)).hasDestination("172.16.0.5");
        }
    }

    @Test
    void doesNotRedirectASenderFromBehindAGateway() {
        router.arrive(router.eth2, fromDmz(PacketBuilder.udp("172.16.0.9", 3, "172.16.0.5", 4)));
        assertThatFrame(router.onlyFrame(router.eth2)).hasDestination("172.16.0.5");
    }
}
