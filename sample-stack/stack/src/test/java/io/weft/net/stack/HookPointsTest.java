package io.weft.net.stack;

import static io.weft.net.testkit.packet.PacketAssert.assertThatFrame;
import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import io.weft.net.address.Ipv4;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.stack.udp.UdpHandler;
import io.weft.net.stack.udp.UdpSocket;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookPointsTest {

    private static final List<String> POINTS = List.of(PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD,
            PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING);

    private final TestRouter router = TestRouter.open();
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void watch() {
        for (String point : POINTS) {
            router.stack.hooks().at(point, Packet.class).attach(0, "watcher", packet -> {
                assertThat(packet.ip().version()).isEqualTo(4);
                assertThat(packet.networkOffset()).as("data starts at the IP header").isZero();
                seen.add(point + " " + name(packet.in()) + ">" + name(packet.out()) + " ttl " + packet.ip().ttl());
                return Verdict.ACCEPT;
            });
        }
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static String name(@Nullable NetInterface device) {
        return device == null ? "-" : device.name();
    }

    private static PacketBuilder through() {
        return fromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
    }

    private static PacketBuilder ping() {
        return fromLan(PacketBuilder.echoRequest("192.168.1.2", "192.168.1.1", 1, 1));
    }

    private void attach(String point, Handler<Packet> handler) {
        router.stack.hooks().at(point, Packet.class).attach(10, "under test", handler);
    }

    @Test
    void aPacketThroughThisHostPassesThree() {
        router.arrive(router.eth0, through());
        assertThat(seen).containsExactly("PRE_ROUTING eth0>- ttl 64", "FORWARD eth0>eth1 ttl 63", "POST_ROUTING eth0>eth1 ttl 63");
    }

    @Test
    void aPacketToThisHostPassesTwoAndItsAnswerTheOtherTwo() {
        router.arrive(router.eth0, ping());
        assertThat(seen).containsExactly("PRE_ROUTING eth0>- ttl 64", "LOCAL_IN eth0>- ttl 64", "LOCAL_OUT ->eth0 ttl 64",
                "POST_ROUTING ->eth0 ttl 64");
    }

    @Test
    void groupsAndWhatIsSaidAboutThemPassAsAllElse() throws IOException {
        UdpSocket socket = router.stack.udp().bind(Ipv4.ANY, 7, UdpHandler.KEEPS);
        socket.join(Ipv4.parse("239.1.2.3"), router.stack.interfaceNamed("eth0"));
        assertThat(seen).as("the report").containsExactly("LOCAL_OUT ->eth0 ttl 1", "POST_ROUTING ->eth0 ttl 1");
        seen.clear();
        router.arrive(router.eth0, PacketBuilder.udp("192.168.1.2", 1, "239.1.2.3", 7).ethernet(TestRouter.LAN_MAC, "01:00:5e:01:02:03"));
        router.arrive(router.eth0, PacketBuilder.ip("192.168.1.2", "224.0.0.1", 2).ttl(1)
                .payload(new byte[] {0x11, 10, (byte) 0xEE, (byte) 0xF5, 0, 0, 0, 0}).ethernet(TestRouter.LAN_MAC, "01:00:5e:00:00:01"));
        assertThat(seen).containsExactly("PRE_ROUTING eth0>- ttl 64", "LOCAL_IN eth0>- ttl 64", "PRE_ROUTING eth0>- ttl 1",
                "LOCAL_IN eth0>- ttl 1");
        seen.clear();
        Packet payload = Objects.requireNonNull(socket.pool().take());
        socket.options().multicastDevice(router.stack.interfaceNamed("eth0"));
        socket.send(Ipv4.parse("239.1.2.3"), 7, payload);
        router.settle();
        assertThat(seen).as("out, and back to this host").containsExactly("LOCAL_OUT ->eth0 ttl 1", "POST_ROUTING ->eth0 ttl 1",
                "PRE_ROUTING eth0>- ttl 1", "LOCAL_IN eth0>- ttl 1");
        assertThat(socket.waiting()).isEqualTo(2);
    }

    @Test
    void whatThisHostSaysToItselfGoesOutByLoAndComesInByLo() {
        Packet packet = PacketBuilder.echoRequest("192.168.1.1", "203.0.113.1", 1, 1).build(router.stack.pool());
        router.stack.send(packet);
        router.settle();
        assertThat(seen).containsExactly("LOCAL_OUT ->lo ttl 64", "POST_ROUTING ->lo ttl 64", "PRE_ROUTING lo>- ttl 64", "LOCAL_IN lo>- ttl 64",
                "LOCAL_OUT ->lo ttl 64", "POST_ROUTING ->lo ttl 64", "PRE_ROUTING lo>- ttl 64", "LOCAL_IN lo>- ttl 64");
        router.sentNothing();
    }

    @Test
    void fragmentationComesAfterPostRouting() {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1, "10.9.0.2", 2).payloadOf(1_422)));
        assertThat(seen).hasSize(3);
        assertThat(router.eth2.takeSent()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"PRE_ROUTING, 1", "FORWARD, 2", "POST_ROUTING, 3"})
    void aHandlerMayDropAtEachPointOfTheWayThrough(String point, int seenBefore) {
        attach(point, packet -> Verdict.DROP);
        router.arrive(router.eth0, through()).sentNothing();
        router.droppedOnly(DropReason.HOOK);
        assertThat(seen).hasSize(seenBefore);
    }

    @ParameterizedTest
    @CsvSource({"PRE_ROUTING, 1", "LOCAL_IN, 2", "LOCAL_OUT, 3", "POST_ROUTING, 4"})
    void aHandlerMayDropAtEachPointOfTheWayToThisHostAndBack(String point, int seenBefore) {
        attach(point, packet -> Verdict.DROP);
        router.arrive(router.eth0, ping()).sentNothing();
        router.droppedOnly(DropReason.HOOK);
        assertThat(seen).hasSize(seenBefore);
    }

    @Test
    void aHandlerThatThrowsDropsItsPacketAndNothingElse() {
        attach(PacketHooks.FORWARD, packet -> {
            throw new IllegalStateException("a bug in a plugin");
        });
        router.arrive(router.eth0, through()).sentNothing();
        router.droppedOnly(DropReason.HOOK);
        router.arrive(router.eth0, ping());
        assertThat(router.eth0.takeSent()).hasSize(1);
    }

    @Test
    void aStolenPacketIsTheHandlers() {
        List<Packet> kept = new ArrayList<>();
        attach(PacketHooks.FORWARD, packet -> {
            kept.add(packet);
            return Verdict.STOLEN;
        });
        router.arrive(router.eth0, through()).sentNothing();
        assertThat(kept).hasSize(1);
        assertThat(router.stack.pool().underWay()).isOne();
        kept.getFirst().release();
    }

    @Test
    void aDestinationChangedBeforeRoutingIsRouted() {
        attach(PacketHooks.PRE_ROUTING, packet -> {
            packet.ip().destination(Ipv4.parse("10.9.0.2"));
            packet.ip().computeChecksum();
            packet.udp().computeChecksum();
            return Verdict.ACCEPT;
        });
        router.arrive(router.eth0, through());
        assertThatFrame(router.onlyFrame(router.eth2)).hasDestination("10.9.0.2");
    }

    @Test
    void anOwnPacketWhoseRouteAHandlerForgetsIsRoutedAnew() {
        attach(PacketHooks.LOCAL_OUT, packet -> {
            packet.ip().destination(Ipv4.parse("10.9.0.2"));
            packet.ip().computeChecksum();
            packet.route(null);
            return Verdict.ACCEPT;
        });
        router.arrive(router.eth0, ping());
        assertThatFrame(router.onlyFrame(router.eth2)).hasDestination("10.9.0.2").isIcmp(0, 0);
    }

    @Test
    void twoStacksHaveTheirOwnHandlers() {
        try (TestRouter other = TestRouter.open()) {
            attach(PacketHooks.FORWARD, packet -> Verdict.DROP);
            other.arrive(other.eth0, through());
            assertThat(other.eth1.takeSent()).hasSize(1);
            router.arrive(router.eth0, through()).sentNothing();
        }
    }
}
