package io.weft.net.stack.ip;

import static io.weft.net.testkit.packet.PacketAssert.assertThatFrame;
import static io.weft.net.stack.testing.TestRouter.ETH0_MAC;
import static io.weft.net.stack.testing.TestRouter.LAN_MAC;
import static io.weft.net.stack.testing.TestRouter.WAN_MAC;
import static io.weft.net.stack.testing.TestRouter.fromDmz;
import static io.weft.net.stack.testing.TestRouter.fromLan;
import static io.weft.net.stack.testing.TestRouter.fromWan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.packet.DropReason;
import io.weft.net.stack.icmp.RateLimits;
import io.weft.net.stack.ip.IpSettings.ReversePath;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpInputTest {

    private TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder udp(String source, String destination) {
        return PacketBuilder.udp(source, 1000, destination, 53).payload("hello");
    }

    private static byte[] damaged(int at, int value) {
        byte[] frame = fromLan(udp("192.168.1.2", "203.0.113.2")).bytes();
        frame[at] = (byte) value;
        return frame;
    }

    @Test
    void trimsWhatTheLinkPadded() {
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "203.0.113.2")).padTo(60));
        assertThat(router.onlyFrame(router.eth1)).hasSize(14 + 33);
    }

    @Test
    void namesWhatIsWrongWithAHeader() {
        router.arrive(router.eth0, Arrays.copyOf(damaged(14, 0x45), 14 + 19)).sentNothing();
        router.droppedOnly(DropReason.IP_TOO_SHORT);
        router.arrive(router.eth0, damaged(14, 0x65)).sentNothing();
        assertThat(router.dropped(DropReason.IP_VERSION)).isOne();
        router.arrive(router.eth0, damaged(14, 0x44)).sentNothing();
        router.arrive(router.eth0, damaged(14, 0x4F)).sentNothing();
        assertThat(router.dropped(DropReason.IP_HEADER_LENGTH)).isEqualTo(2);
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "203.0.113.2").wrongIpChecksum())).sentNothing();
        assertThat(router.dropped(DropReason.IP_CHECKSUM)).isOne();
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "203.0.113.2").totalLength(500))).sentNothing();
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "203.0.113.2").totalLength(19))).sentNothing();
        assertThat(router.dropped(DropReason.IP_TOTAL_LENGTH)).isEqualTo(2);
        assertThat(router.stack.pool().drops().total()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 203.0.113.2, MARTIAN_SOURCE",
        "255.255.255.255, 203.0.113.2, MARTIAN_SOURCE",
        "224.0.0.9, 203.0.113.2, MARTIAN_SOURCE",
        "0.0.0.0, 203.0.113.2, MARTIAN_SOURCE",
        "192.168.1.1, 203.0.113.2, MARTIAN_SOURCE",
        "203.0.113.10, 192.168.1.1, MARTIAN_SOURCE",
        "192.168.1.1, 255.255.255.255, MARTIAN_SOURCE",
        "192.168.1.2, 127.0.0.1, MARTIAN_DESTINATION",
        "192.168.1.2, 0.0.0.0, MARTIAN_DESTINATION",
        "192.168.1.2, 224.0.0.5, NOT_FOR_US",
        "192.168.1.2, 239.1.2.3, NOT_FOR_US",
        "192.168.1.2, 198.51.100.5, BLACKHOLE",
    })
    void dropsInSilence(String source, String destination, DropReason reason) {
        router.arrive(router.eth0, fromLan(udp(source, destination))).sentNothing();
        router.droppedOnly(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "100.64.0.1, 0, NO_ROUTE",
        "198.51.100.70, 1, UNREACHABLE_ROUTE",
        "198.51.100.130, 13, UNREACHABLE_ROUTE",
    })
    void tellsTheSenderOfWhatHasNoWayOn(String destination, int code, DropReason reason) {
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", destination)));
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(LAN_MAC).isIcmp(3, code).hasSource("192.168.1.1").hasDestination("192.168.1.2")
                .hasTos(0xC0).hasTtl(64).quotes(udp("192.168.1.2", destination).bytes());
        router.droppedOnly(reason);
    }

    @Test
    void tellsEachSenderFiveTimesAndThenOnceASecond() {
        // the limit on all errors, which draws on the same bucket, is off as it is for the oracle
        router.close();
        router = TestRouter.open(settings -> settings.withIcmp(
                new RateLimits(100_000, 100_000, 1_000_000_000L, 0, 1_000_000_000L, 5_000_000_000L, 64)));
        for (int i = 0; i < 20; i++) {
            router.arrive(router.eth0, fromLan(udp("192.168.1.2", "100.64.0.1")));
        }
        assertThat(router.eth0.takeSent()).hasSize(5);
        router.pass(Duration.ofSeconds(1));
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "100.64.0.1")));
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "100.64.0.1")));
        assertThat(router.eth0.takeSent()).hasSize(1);
        router.arrive(router.eth0, fromLan(udp("192.168.1.3", "100.64.0.1")));
        assertThat(router.eth0.takeSent()).as("another sender").hasSize(1);
    }

    @Test
    void aHostThatDoesNotForwardSaysNothing() {
        router.close();
        router = TestRouter.open(settings -> settings.withForwarding(false));
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "203.0.113.2"))).sentNothing();
        router.droppedOnly(DropReason.FORWARDING_DISABLED);
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "100.64.0.1"))).sentNothing();
        assertThat(router.dropped(DropReason.NO_ROUTE)).isOne();
    }

    @Test
    void putsFragmentsToThisHostTogether() {
        byte[] whole = PacketBuilder.icmp("192.168.1.2", "192.168.1.1", 8, 0, 0x10001).payloadOf(2_000).bytes();
        byte[] first = Arrays.copyOfRange(whole, 20, 20 + 1_200);
        byte[] second = Arrays.copyOfRange(whole, 20 + 1_200, whole.length);
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 1).identification(9).fragmentOffset(1_200).payload(second)));
        router.sentNothing();
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 1).identification(9).moreFragments().payload(first)));
        var reply = router.eth0.takeSent();
        assertThat(reply).as("a reply of 2,028 bytes").hasSize(2);
        assertThatFrame(reply.get(0)).isFragment(0, true).hasTotalLength(1_500);
        assertThatFrame(reply.get(1)).isFragment(1_480, false).hasTotalLength(548);
    }

    @Test
    void tellsTheSenderWhenFragmentsStayOutForThirtySeconds() {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).identification(9).moreFragments().payloadOf(64)));
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).identification(10).fragmentOffset(64).payloadOf(64)));
        router.pass(Duration.ofMillis(29_999)).sentNothing();
        router.pass(Duration.ofMillis(1));
        assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(11, 1).hasDestination("192.168.1.2");
        assertThat(router.dropped(DropReason.FRAGMENT_TIMEOUT)).isEqualTo(2);
    }

    @Test
    void fragmentsThroughThisHostStayFragments() {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "203.0.113.2", 17).fragmentOffset(800).payloadOf(64)));
        assertThatFrame(router.onlyFrame(router.eth1)).isFragment(800, false).hasTtl(63);
    }

    @Test
    void answersUnknownProtocols() {
        router.arrive(router.eth1, fromWan(PacketBuilder.ip("203.0.113.3", "203.0.113.1", 253).payloadOf(8)));
        assertThatFrame(router.onlyFrame(router.eth1)).isIcmp(3, 2).hasSource("203.0.113.1");
        router.droppedOnly(DropReason.UNKNOWN_PROTOCOL);
    }

    @Test
    void takesUnicastInABroadcastFrameForItselfButForNobodyElse() {
        router.arrive(router.eth0, udp("192.168.1.2", "203.0.113.2").ethernet(LAN_MAC, "ff:ff:ff:ff:ff:ff")).sentNothing();
        router.droppedOnly(DropReason.UNICAST_IN_BROADCAST);
        router.arrive(router.eth0, PacketBuilder.echoRequest("192.168.1.2", "192.168.1.1", 1, 1).ethernet(LAN_MAC, "ff:ff:ff:ff:ff:ff"));
        assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(0, 0).goesFrom(ETH0_MAC);
    }

    @Test
    void directedBroadcastsAreTakenAndNotPassedOn() {
        router.arrive(router.eth1, fromWan(udp("203.0.113.3", "192.168.1.255"))).sentNothing();
        router.droppedOnly(DropReason.UDP_NO_PORT);
    }

    @Test
    void speaksToItselfOverLo() {
        router.stack.addAddress("lo", InterfaceAddress.parse("10.255.0.1/32"));
        router.arrive(router.eth0, fromLan(PacketBuilder.echoRequest("192.168.1.2", "10.255.0.1", 7, 1)));
        assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(0, 0).hasSource("10.255.0.1");
    }

    @Test
    void withStrictReversePathASourceComesInByItsInterfaceOnly() {
        router.close();
        router = TestRouter.open(settings -> settings.withReversePath(ReversePath.STRICT));
        router.arrive(router.eth2, fromDmz(udp("192.168.1.2", "203.0.113.2"))).sentNothing();
        assertThat(router.dropped(DropReason.REVERSE_PATH)).isOne();
        router.arrive(router.eth0, fromLan(udp("100.64.0.1", "203.0.113.2"))).sentNothing();
        assertThat(router.dropped(DropReason.REVERSE_PATH)).isEqualTo(2);
        router.arrive(router.eth0, fromLan(udp("192.168.1.2", "203.0.113.2")));
        assertThatFrame(router.onlyFrame(router.eth1)).goesTo(WAN_MAC);
    }

    @Test
    void withLooseReversePathASourceNeedsSomeRoute() {
        router.close();
        router = TestRouter.open(settings -> settings.withReversePath(ReversePath.LOOSE));
        router.arrive(router.eth2, fromDmz(udp("192.168.1.2", "203.0.113.2")));
        assertThatFrame(router.onlyFrame(router.eth1)).goesTo(WAN_MAC);
        router.arrive(router.eth0, fromLan(udp("100.64.0.1", "203.0.113.2"))).sentNothing();
        router.droppedOnly(DropReason.REVERSE_PATH);
    }
}
