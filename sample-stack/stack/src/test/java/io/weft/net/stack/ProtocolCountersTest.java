package io.weft.net.stack;

import static io.weft.net.stack.testing.TestRouter.fromDmz;
import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What Linux 6.18 counted between two hosts for the same packets, as `nstat` told it.
class ProtocolCountersTest {

    private static final String EVERYBODY_MAC = "ff:ff:ff:ff:ff:ff";

    private TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = new TreeMap<>(router.stack.counters().byName());
        counted.values().removeIf(count -> count == 0);
        return counted;
    }

    private static PacketBuilder echo(String destination) {
        return PacketBuilder.echoRequest("192.168.1.2", destination, 77, 1);
    }

    private void refuseAt(String point) {
        router.stack.hooks().at(point, Packet.class).attach(0, "refuse", _ -> Verdict.DROP);
    }

    @Test
    void nothingIsCountedBeforeThereIsAnything() {
        assertThat(counted()).isEmpty();
    }

    @Test
    void aPacketGoesThrough() {
        router.arrive(router.eth0, fromLan(echo("8.8.8.8")));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 1L, "IpForwDatagrams", 1L, "IpOutTransmits", 1L));
    }

    @Test
    void aPacketThatForwardRefusesWasOnItsWay() {
        refuseAt(PacketHooks.FORWARD);
        router.arrive(router.eth0, fromLan(echo("8.8.8.8")));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 1L, "IpForwDatagrams", 1L));
    }

    @Test
    void aTtlThatRunsOutIsAnErrorOfTheHeader() {
        router.arrive(router.eth0, fromLan(echo("8.8.8.8").ttl(1)));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 1L, "IpInHdrErrors", 1L, "IpOutRequests", 1L, "IpOutTransmits", 1L,
                "IcmpOutMsgs", 1L, "IcmpOutTimeExcds", 1L));
    }

    @Test
    void aHostAnswers() {
        router.arrive(router.eth0, fromLan(echo("192.168.1.1")));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 1L, "IpInDelivers", 1L, "IpOutRequests", 1L, "IpOutTransmits", 1L,
                "IcmpInMsgs", 1L, "IcmpInEchos", 1L, "IcmpOutMsgs", 1L, "IcmpOutEchoReps", 1L));
    }

    @Test
    void fragmentsAreCountedEachForItselfWhereTheyComeAndGo() {
        byte[] message = Arrays.copyOfRange(echo("192.168.1.1").payloadOf(4_000).bytes(), 20, 4_028);
        for (int offset = 0; offset < message.length; offset += 1_480) {
            PacketBuilder fragment = PacketBuilder.ip("192.168.1.2", "192.168.1.1", 1).fragmentOffset(offset)
                    .payload(Arrays.copyOfRange(message, offset, Math.min(offset + 1_480, message.length)));
            router.arrive(router.eth0, fromLan(offset + 1_480 < message.length ? fragment.moreFragments() : fragment));
        }
        assertThat(counted()).isEqualTo(Map.ofEntries(Map.entry("IpInReceives", 3L), Map.entry("IpReasmReqds", 3L), Map.entry("IpReasmOKs", 1L),
                Map.entry("IpInDelivers", 1L), Map.entry("IpOutRequests", 1L), Map.entry("IpFragOKs", 1L), Map.entry("IpFragCreates", 3L),
                Map.entry("IpOutTransmits", 3L), Map.entry("IcmpInMsgs", 1L), Map.entry("IcmpInEchos", 1L), Map.entry("IcmpOutMsgs", 1L),
                Map.entry("IcmpOutEchoReps", 1L)));
    }

    @Test
    void fragmentsThatDoNotBecomeWholeFail() {
        router.arrive(router.eth0, fromLan(echo("192.168.1.1").payloadOf(32).moreFragments()));
        router.pass(Duration.ofSeconds(31));
        assertThat(counted()).containsEntry("IpReasmReqds", 1L).containsEntry("IpReasmTimeout", 1L).containsEntry("IpReasmFails", 1L)
                .containsEntry("IcmpOutTimeExcds", 1L).doesNotContainKeys("IpReasmOKs", "IpInDelivers");
    }

    @Test
    void noRouteAndNoForwardingAreTwoThings() {
        router.arrive(router.eth0, fromLan(echo("99.9.9.9")));
        assertThat(counted()).containsEntry("IpExtInNoRoutes", 1L).containsEntry("IcmpOutDestUnreachs", 1L).doesNotContainKey("IpInAddrErrors");
        router.close();
        router = TestRouter.open(settings -> settings.withForwarding(false));
        router.arrive(router.eth0, fromLan(echo("8.8.8.8")));
        router.arrive(router.eth0, fromLan(echo("99.9.9.9")));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 2L, "IpInAddrErrors", 2L));
    }

    @Test
    void whatMayNotBeCutFails() {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1000, "10.9.0.2", 53).payloadOf(1_422).dontFragment()));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 1L, "IpForwDatagrams", 1L, "IpFragFails", 1L, "IpOutRequests", 1L,
                "IpOutTransmits", 1L, "IcmpOutMsgs", 1L, "IcmpOutDestUnreachs", 1L));
    }

    @Test
    void aPortOrAProtocolThatNobodyHasIsCountedByTheLayerThatFindsOut() {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1000, "192.168.1.1", 9)));
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 200).payloadOf(8)));
        assertThat(counted()).containsEntry("IpInReceives", 2L).containsEntry("IpInDelivers", 1L).containsEntry("IpInUnknownProtos", 1L)
                .containsEntry("UdpNoPorts", 1L).containsEntry("IcmpOutDestUnreachs", 2L);
    }

    @Test
    void wrongMessagesAndRequestsToEverybodyAreErrorsOfIcmp() {
        router.arrive(router.eth0, fromLan(echo("192.168.1.1").wrongTransportChecksum()));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 1L, "IpInDelivers", 1L, "IcmpInMsgs", 1L, "IcmpInErrors", 1L,
                "IcmpInCsumErrors", 1L));
        router.arrive(router.eth0, echo("192.168.1.255").ethernet(TestRouter.LAN_MAC, EVERYBODY_MAC));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 2L, "IpInDelivers", 2L, "IpExtInBcastPkts", 1L, "IcmpInMsgs", 2L,
                "IcmpInErrors", 2L, "IcmpInCsumErrors", 1L, "IcmpInEchos", 1L));
    }

    @Test
    void aDatagramOfThisHostThatAHandlerRefusesIsDiscarded() {
        refuseAt(PacketHooks.LOCAL_OUT);
        router.stack.send(PacketBuilder.echoRequest("192.168.1.1", "192.168.1.2", 77, 1).build(router.stack.pool()));
        router.settle();
        assertThat(counted()).isEqualTo(Map.of("IpOutRequests", 1L, "IpOutDiscards", 1L));
    }

    @Test
    void whatPostRoutingRefusesOfOthersIsNoDiscardOfThisHost() {
        refuseAt(PacketHooks.POST_ROUTING);
        router.arrive(router.eth0, fromLan(echo("8.8.8.8")));
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 1L, "IpForwDatagrams", 1L));
    }

    @Test
    void whatNoRouteTakesIsNoRequest() {
        router.stack.send(PacketBuilder.echoRequest("192.168.1.1", "99.9.9.9", 77, 1).build(router.stack.pool()));
        assertThat(counted()).isEqualTo(Map.of("IpOutNoRoutes", 1L));
    }

    @Test
    void aWrongChecksumIsAnErrorOfTheHeader() {
        byte[] checksum = fromLan(echo("8.8.8.8")).bytes();
        checksum[24]++;
        router.arrive(router.eth0, checksum);
        assertThat(counted()).isEqualTo(Map.of("IpInReceives", 1L, "IpInHdrErrors", 1L, "IpExtInCsumErrors", 1L));
    }

    @Test
    void messagesThatTheLimitsHoldBackAreCounted() {
        for (int i = 0; i < 8; i++) {
            router.arrive(router.eth0, fromLan(echo("8.8.8.8").ttl(1)));
        }
        assertThat(counted()).containsEntry("IcmpOutTimeExcds", 6L).containsEntry("IcmpOutRateLimitHost", 2L);
    }

    @Test
    void packetsThatAreOnlyExplainedAreNotCounted() {
        byte[] packet = PacketBuilder.udp("10.9.0.2", 3, "192.168.1.1", 4).bytes();
        router.stack.explain(packet, "eth2", 0);
        router.stack.explain(echo("8.8.8.8").bytes(), "eth0", 0);
        assertThat(counted()).isEmpty();
        router.arrive(router.eth2, fromDmz(PacketBuilder.udp("10.9.0.2", 3, "192.168.1.1", 4)));
        assertThat(counted()).containsEntry("IpInReceives", 1L);
    }
}
