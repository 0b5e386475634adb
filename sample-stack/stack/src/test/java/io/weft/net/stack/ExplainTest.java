package io.weft.net.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Verdict;
import io.weft.net.address.Ipv4;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketWay;
import io.weft.net.explain.TrailNote;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Made-up packets are told of, and leave no trace.
class ExplainTest {

    private static final List<String> POINTS = List.of(PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD,
            PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING);

    private final TestRouter router = TestRouter.open();

    @BeforeEach
    void watch() {
        for (String point : POINTS) {
            router.stack.hooks().at(point, Packet.class).attach(0, "watcher", packet -> Verdict.ACCEPT);
        }
    }

    @AfterEach
    void nothingWasSentCountedOrKept() {
        router.settle();
        router.sentNothing();
        assertThat(router.stack.pool().drops().total()).as("drops that are counted").isZero();
        router.close();
    }

    private PacketWay explain(PacketBuilder packet, String device) {
        return router.stack.explain(packet.bytes(), device, 0);
    }

    private static List<String> hooks(PacketWay way) {
        return way.passages().stream().map(PacketWay.Passage::hook).toList();
    }

    @Test
    void packetThroughThisHostEndsAtItsNextHop() {
        PacketWay way = explain(PacketBuilder.udp("192.168.1.2", 1, "8.8.8.8", 2), "eth0");
        assertThat(hooks(way)).containsExactly("PRE_ROUTING", "FORWARD", "POST_ROUTING");
        assertThat(way.fates()).singleElement().isInstanceOfSatisfying(Fate.Sent.class, sent -> {
            assertThat(sent.device()).isEqualTo("eth1");
            assertThat(sent.nextHop()).isEqualTo("203.0.113.254");
        });
        assertThat(way.passages().get(1).view().fields()).containsEntry("route", "via 203.0.113.254 eth1").containsEntry("ttl", "63")
                .containsEntry("source", "192.168.1.2:1");
    }

    @Test
    void packetOfThisHostBeginsAtLocalOut() {
        PacketWay way = explain(PacketBuilder.udp("0.0.0.0", 1, "203.0.113.2", 2), "");
        assertThat(hooks(way)).containsExactly("LOCAL_OUT", "POST_ROUTING");
        assertThat(way.passages().getFirst().view().fields()).containsEntry("source", "203.0.113.1:1");
        assertThat(way.fates()).singleElement().isInstanceOf(Fate.Sent.class);
    }

    @Test
    void packetToItselfIsFollowedOverLo() {
        PacketWay way = explain(PacketBuilder.echoRequest("203.0.113.1", "192.168.1.1", 1, 1), "");
        assertThat(hooks(way)).containsExactly("LOCAL_OUT", "POST_ROUTING", "PRE_ROUTING", "LOCAL_IN");
        assertThat(way.fates()).containsExactly(new Fate.Delivered("ICMP"));
        assertThat(way.remarks()).extracting(TrailNote::text).containsExactly("ICMP type 0 code 0 to 203.0.113.1");
    }

    @Test
    void handlersVerdictCountsAndItsChangesAreTold() {
        Verdict no = Verdict.drop("not today");
        router.stack.hooks().at(PacketHooks.PRE_ROUTING, Packet.class).attach(-100, "translate", packet -> {
            packet.ip().destination(Ipv4.parse("10.9.0.2"));
            packet.mark(7);
            return Verdict.ACCEPT;
        });
        router.stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(1, "refuse", packet -> no);
        PacketWay way = explain(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.10", 2), "eth0");
        assertThat(way.passages().getFirst().turns().getFirst().changes())
                .containsEntry("destination", "203.0.113.10:2 → 10.9.0.2:2").containsEntry("mark", "0x0 → 0x7");
        assertThat(way.passages().getLast().turns().getLast().reason()).isEqualTo("not today");
        assertThat(way.fates()).singleElement().isInstanceOfSatisfying(Fate.Dropped.class,
                dropped -> assertThat(dropped.reason()).isEqualTo("HOOK"));
    }

    @Test
    void errorsAreToldAndNotSent() {
        PacketWay way = explain(PacketBuilder.udp("192.168.1.2", 1, "9.9.9.9", 2), "eth0");
        assertThat(way.remarks()).extracting(TrailNote::text).containsExactly("ICMP type 3 code 0 to 192.168.1.2");
        assertThat(way.fates()).extracting(Fate::text).containsExactly("dropped: no route");
    }

    @Test
    void socketIsNamedAndGetsNothing() throws Exception {
        router.stack.udp().bind(Ipv4.ANY, 7, (socket, packet) -> {
            throw new AssertionError("delivered");
        });
        assertThat(explain(PacketBuilder.udp("192.168.1.2", 1, "192.168.1.1", 7), "eth0").fates())
                .containsExactly(new Fate.Delivered("socket udp 0.0.0.0:7"));
        PacketWay closed = explain(PacketBuilder.udp("192.168.1.2", 1, "192.168.1.1", 8), "eth0");
        assertThat(closed.fates()).extracting(Fate::text).containsExactly("dropped: no UDP socket on that port");
        assertThat(closed.remarks()).hasSize(1);
    }

    @Test
    void stolenPacketIsHeld() {
        router.stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(1, "thief", packet -> {
            packet.release();
            return Verdict.STOLEN;
        });
        assertThat(explain(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2), "eth0").fates())
                .containsExactly(new Fate.Held("host/thief at FORWARD"));
    }

    @Test
    void unknownInterfaceIsRefused() {
        assertThatThrownBy(() -> explain(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2), "eth9"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("eth9");
    }
}
