package io.weft.net.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Handler;
import io.weft.hook.HookQueue;
import io.weft.hook.QueueOptions;
import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.RoutingRule;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyRoutingTest {

    private final TestRouter router = TestRouter.open();
    private int attached;

    @BeforeEach
    void aSecondTable() {
        router.stack.addRoute(RouteEntry.parse("default via 10.9.0.3 dev eth2 table 100"));
        router.stack.addRule(RoutingRule.parse("fwmark 0x1 lookup 100"));
        router.stack.addRule(RoutingRule.parse("fwmark 0x2 prohibit"));
    }

    @AfterEach
    void noPacketIsLeft() {
        router.close();
    }

    private void attach(String point, Handler<Packet> handler) {
        router.stack.hooks().at(point, Packet.class).attach(attached++, "test " + attached, handler);
    }

    private static PacketBuilder toWan() {
        return TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
    }

    private static PacketBuilder echo() {
        return TestRouter.fromLan(PacketBuilder.echoRequest("192.168.1.2", "192.168.1.1", 1, 1));
    }

    private static Verdict mark(Packet packet, int mark) {
        packet.mark(mark);
        return Verdict.ACCEPT;
    }

    @Test
    void aMarkOfPreRoutingChoosesTheWay() {
        router.arrive(router.eth0, toWan());
        assertThat(router.eth1.takeSent()).hasSize(1);
        attach(PacketHooks.PRE_ROUTING, packet -> mark(packet, 1));
        router.arrive(router.eth0, toWan());
        assertThat(router.eth2.takeSent()).hasSize(1);
        assertThat(router.eth1.takeSent()).isEmpty();
    }

    @Test
    void aMarkOfForwardComesTooLate() {
        attach(PacketHooks.FORWARD, packet -> mark(packet, 1));
        router.arrive(router.eth0, toWan());
        assertThat(router.eth1.takeSent()).hasSize(1);
    }

    @Test
    void ownPacketsGoTheirWayByTheMarkWhenTheyAreRerouted() {
        attach(PacketHooks.LOCAL_OUT, packet -> mark(packet, 1));
        router.arrive(router.eth0, echo());
        assertThat(router.eth0.takeSent()).as("nobody asked for another way").hasSize(1);
        attach(PacketHooks.LOCAL_OUT, packet -> router.stack.reroute(packet) ? Verdict.ACCEPT : Verdict.DROP);
        router.arrive(router.eth0, echo());
        assertThat(router.eth2.takeSent()).hasSize(1);
        assertThat(router.eth0.takeSent()).isEmpty();
    }

    @Test
    void reroutingToARefusalAnswersNo() {
        attach(PacketHooks.LOCAL_OUT, packet -> router.stack.reroute(packet) ? Verdict.ACCEPT : Verdict.DROP);
        router.stack.addRule(RoutingRule.parse("iif lo to 192.168.1.2 prohibit"));
        router.arrive(router.eth0, echo());
        router.sentNothing();
    }

    @Test
    void errorsGoByTheRulesForTheirOwnAddress() {
        router.stack.addRule(RoutingRule.parse("from 203.0.113.1 lookup 100"));
        router.arrive(router.eth0, TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.1", 9)));
        assertThat(router.eth2.takeSent()).hasSize(1);
        router.arrive(router.eth0, toWan().ttl(1));
        assertThat(router.eth0.takeSent()).hasSize(1);
    }

    @Test
    void broadcastSourcesAreMartiansUnderRules() {
        router.arrive(router.eth0, TestRouter.fromLan(PacketBuilder.udp("10.9.0.255", 1, "203.0.113.2", 2)));
        router.sentNothing();
        assertThat(router.dropped(DropReason.MARTIAN_SOURCE)).isOne();
    }

    @Test
    void queuedPacketsComeBackToTheLoop() throws Exception {
        attach(PacketHooks.FORWARD, packet -> Verdict.queue("nfqueue:7"));
        try (HookQueue<Packet> queue = router.stack.hooks().queue("nfqueue:7", Packet.class, QueueOptions.of(8, Duration.ofMinutes(1)))) {
            router.arrive(router.eth0, toWan());
            router.sentNothing();
            Thread decider = Thread.ofPlatform().start(() -> Objects.requireNonNull(queue.poll()).resume());
            decider.join();
            router.sentNothing();
            router.settle();
            assertThat(router.eth1.takeSent()).hasSize(1);
        }
    }
}
