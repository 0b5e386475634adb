package io.weft.net.stack.icmp;

import static io.weft.net.stack.testing.TestRouter.fromDmz;
import static io.weft.net.stack.testing.TestRouter.fromLan;
import static io.weft.net.stack.testing.TestRouter.fromWan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.UdpHeader;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpOutputTest {

    private static final int LINK = 14;
    private static final String EVERYBODY_MAC = "ff:ff:ff:ff:ff:ff";
    /// All other types report errors, or nobody knows them.
    private static final Set<Integer> QUERIES = Set.of(0, 8, 13, 14, 15, 16, 17, 18);

    private final TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder lastHop() {
        return PacketBuilder.udp("192.168.1.2", 40_001, "203.0.113.2", 33_434).payload("hello").ttl(1);
    }

    private static byte[] ipOf(byte[] frame) {
        return Arrays.copyOfRange(frame, LINK, frame.length);
    }

    @Test
    void saysNothingAboutAMessageOfItsOwnThatIsRefusedOnItsWayDown() {
        AtomicInteger seen = new AtomicInteger();
        router.stack.hooks().at(PacketHooks.LOCAL_OUT, Packet.class).attach(0, "reject", packet -> {
            seen.incrementAndGet();
            router.stack.sendIcmpError(packet, 3, 0, 0);
            return Verdict.DROP;
        });
        router.arrive(router.eth0, fromLan(PacketBuilder.echoRequest("192.168.1.2", "192.168.1.1", 77, 1)));
        assertThat(seen).hasValue(1);
    }

    // ---- what an error is

    @Test
    void quotesThePacketAsItCame() {
        PacketBuilder cause = lastHop().tos(0x2E);
        router.arrive(router.eth0, fromLan(cause));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).goesTo(TestRouter.LAN_MAC).hasSource("192.168.1.1")
                .hasDestination("192.168.1.2").isIcmp(11, 0).hasRest(0).hasTtl(64).hasTos(0xCE).hasDontFragment(false)
                .hasPayload(ipOf(cause.bytes()));
    }

    @Test
    void quotesNoMoreThanEveryHostTakes() {
        PacketBuilder cause = PacketBuilder.udp("192.168.1.2", 5, "192.168.1.1", 9).payloadOf(1000);
        router.arrive(router.eth0, fromLan(cause));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(3, 3).hasTotalLength(576)
                .hasPayload(Arrays.copyOf(ipOf(cause.bytes()), 548));
    }

    @Test
    void comesFromTheAddressThatWasWrittenTo() {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 5, "203.0.113.10", 9).payload("hello")));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasSource("203.0.113.10").isIcmp(3, 3);
    }

    @Test
    void comesFromTheAddressThatFacesTheSender() {
        // it came in by eth0, but the way back is by eth2
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("172.16.5.5", 5, "203.0.113.2", 9).ttl(1)));
        assertThat(router.eth0.takeSent()).isEmpty();
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth2)).goesTo(TestRouter.DMZ_MAC).hasSource("10.9.0.1")
                .hasDestination("172.16.5.5").isIcmp(11, 0);
    }

    @Test
    void comesFromTheDummyAddressWhereThereIsNone() {
        router.stack.removeAddress("eth0", InterfaceAddress.parse("192.168.1.1/24"));
        router.stack.removeAddress("eth1", InterfaceAddress.parse("203.0.113.10/24"));
        router.stack.removeAddress("eth1", InterfaceAddress.parse("203.0.113.1/24"));
        router.stack.removeAddress("eth2", InterfaceAddress.parse("10.9.0.1/24"));
        router.stack.addRoute(RouteEntry.onLink(Ipv4Prefix.parse("192.168.1.0/24"), "eth0"));
        router.stack.addRoute(RouteEntry.onLink(Ipv4Prefix.parse("203.0.113.0/24"), "eth1"));
        router.arrive(router.eth0, fromLan(lastHop()));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).hasSource("192.0.0.8").isIcmp(11, 0);
    }

    @Test
    void quotesAFinishedChecksum() {
        PacketBuilder cause = lastHop();
        byte[] finished = ipOf(fromLan(cause).bytes());
        byte[] unfinished = fromLan(cause).bytes();
        int transport = LINK + 20;
        router.arrive(router.eth0, unfinished, packet -> leaveChecksum(packet, transport));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(11, 0).hasPayload(finished);
    }

    @Test
    void quotesTheChecksumOfManySegmentsAsItIs() {
        byte[] frame = fromLan(PacketBuilder.tcp("192.168.1.2", 40_001, "203.0.113.2", 80).payloadOf(400).ttl(1)).bytes();
        int transport = LINK + 20;
        router.arrive(router.eth0, frame, packet -> {
            packet.u16(transport + 16, 0x1234);
            packet.checksumToFinish(transport, 16);
            packet.segmentation(Segmentation.TCPV4, 100, false);
        });
        ByteBuffer.wrap(frame).putShort(transport + 16, (short) 0x1234);
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(11, 0).hasPayload(ipOf(frame));
    }

    /// As a card hands a UDP datagram over whose sender left the checksum to its own card.
    private static void leaveChecksum(Packet packet, int transport) {
        int length = packet.length() - transport;
        int pseudo = Checksum.pseudoHeader(packet.i32(LINK + 12), packet.i32(LINK + 16), 17, length);
        packet.u16(transport + UdpHeader.CHECKSUM_OFFSET, pseudo);
        packet.checksumToFinish(transport, UdpHeader.CHECKSUM_OFFSET);
    }

    // ---- RFC 1122 §3.2.2: when there is none

    @Test
    void isNeverAboutAnError() {
        for (int type = 0; type < 256; type++) {
            router.pass(Duration.ofSeconds(2));
            router.arrive(router.eth0, fromLan(PacketBuilder.icmp("192.168.1.2", "203.0.113.2", type, 0, 0).payloadOf(28).ttl(1)));
            assertThat(router.eth0.takeSent()).as("about ICMP type " + type).hasSize(QUERIES.contains(type) ? 1 : 0);
        }
    }

    @Test
    void isNeverAboutAMessageWithoutAType() {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "203.0.113.2", 1).ttl(1)));
        router.sentNothing();
        router.droppedOnly(DropReason.TTL_EXPIRED);
    }

    @Test
    void isAboutFirstFragmentsOnly() {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "203.0.113.2", 17).fragmentOffset(40).payloadOf(40).ttl(1)));
        router.sentNothing();
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "203.0.113.2", 17).moreFragments().payloadOf(40).ttl(1)));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(11, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "192.168.1.255", "224.0.0.1"})
    void isNeverAboutAPacketToMany(String many) {
        router.arrive(router.eth0, PacketBuilder.udp("192.168.1.2", 5, many, 9).payload("x").ethernet(TestRouter.LAN_MAC, EVERYBODY_MAC));
        router.sentNothing();
        router.droppedOnly(DropReason.UDP_NO_PORT);
    }

    @Test
    void isNeverAboutAFrameToMany() {
        router.arrive(router.eth0,
                PacketBuilder.udp("192.168.1.2", 5, "192.168.1.1", 9).payload("x").ethernet(TestRouter.LAN_MAC, EVERYBODY_MAC));
        router.sentNothing();
        router.droppedOnly(DropReason.UDP_NO_PORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.255", "10.9.0.255"})
    void isNeverSentToMany(String many) {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp(many, 5, "203.0.113.2", 9).ttl(1)));
        router.sentNothing();
        router.droppedOnly(DropReason.TTL_EXPIRED);
    }

    @Test
    void isNotSentWithoutAWayBack() {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("100.64.0.9", 5, "203.0.113.2", 9).ttl(1)));
        router.sentNothing();
        router.droppedOnly(DropReason.TTL_EXPIRED);
    }

    // ---- RFC 1812 §4.3.2.8: how many there are

    private static int errorsAbout(int packets, PacketBuilder cause, TestRouter router) {
        for (int i = 0; i < packets; i++) {
            router.arrive(router.eth0, fromLan(cause));
        }
        return router.eth0.takeSent().size();
    }

    @Test
    void isLimitedForEachHost() {
        assertThat(errorsAbout(20, lastHop(), router)).isEqualTo(6);
        router.pass(Duration.ofMillis(999));
        assertThat(errorsAbout(20, lastHop(), router)).isZero();
        router.pass(Duration.ofMillis(1));
        assertThat(errorsAbout(20, lastHop(), router)).isEqualTo(1);
    }

    @Test
    void isNotLimitedWhereItSaysThePathMtu() {
        PacketBuilder tooBig = PacketBuilder.udp("192.168.1.2", 5, "10.9.0.2", 9).payloadOf(1400).dontFragment();
        assertThat(errorsAbout(20, tooBig, router)).isEqualTo(20);
    }

    @Test
    void isLimitedOnceMoreWhereThereIsNoRoute() {
        RateLimits noRouteOnly = new RateLimits(1_000, 50, 0, 0, 1_000_000_000L, 5_000_000_000L, 64);
        PacketBuilder lost = PacketBuilder.udp("192.168.1.2", 5, "100.64.0.1", 9);
        try (TestRouter lenient = TestRouter.open(settings -> settings.withIcmp(noRouteOnly))) {
            assertThat(errorsAbout(20, lost, lenient)).isEqualTo(5);
            lenient.pass(Duration.ofSeconds(1));
            assertThat(errorsAbout(20, lost, lenient)).isEqualTo(1);
        }
    }

    // ---- redirects

    @Test
    void tellsOfTheHostOnTheSameLink() {
        PacketBuilder cause = PacketBuilder.udp("192.168.1.2", 3, "192.168.1.3", 4).payload("hello").ttl(64);
        router.arrive(router.eth0, fromLan(cause));
        List<byte[]> sent = router.eth0.takeSent();
        assertThat(sent).hasSize(2);
        PacketAssert.assertThatFrame(sent.get(0)).hasSource("192.168.1.1").hasDestination("192.168.1.2").isIcmp(5, 1)
                .hasRest(0xC0A80103).hasPayload(ipOf(fromLan(cause.ttl(63)).bytes()));
        PacketAssert.assertThatFrame(sent.get(1)).hasDestination("192.168.1.3").hasTtl(63);
    }

    @Test
    void tellsOfTheGatewayOnTheSameLinkNowAndThen() {
        PacketBuilder cause = PacketBuilder.udp("10.9.0.2", 3, "172.16.0.5", 4).payload("hello");
        router.arrive(router.eth2, fromDmz(cause));
        List<byte[]> sent = router.eth2.takeSent();
        assertThat(sent).hasSize(2);
        PacketAssert.assertThatFrame(sent.get(0)).hasSource("10.9.0.1").isIcmp(5, 1).hasRest(0x0A090003);
        router.arrive(router.eth2, fromDmz(cause));
        assertThat(router.eth2.takeSent()).hasSize(1);
    }

    @Test
    void tellsNobodyWhoIsNotOnTheLink() {
        router.arrive(router.eth1, fromWan(PacketBuilder.udp("8.8.8.8", 3, "203.0.113.2", 4).payload("hello")));
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth1)).hasDestination("203.0.113.2").isUdp(3, 4);
    }
}
