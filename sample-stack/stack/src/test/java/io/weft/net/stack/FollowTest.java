package io.weft.net.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Held;
import io.weft.hook.HookQueue;
import io.weft.hook.QueueOptions;
import io.weft.hook.Verdict;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketFollowing;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketWay;
import io.weft.net.explain.TrailNote;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real packets are told of, and become what they always do.
class FollowTest {

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
    void close() {
        router.close();
    }

    private PacketFollowing followAll(int most) {
        return router.stack.follow(packet -> true, most);
    }

    private static PacketWay next(PacketFollowing following) throws InterruptedException {
        return Objects.requireNonNull(following.next(0), "nothing was told").way();
    }

    private static List<String> hooks(PacketWay way) {
        return way.passages().stream().map(PacketWay.Passage::hook).toList();
    }

    private void arriveFromLan(PacketBuilder packet) {
        router.arrive(router.eth0, TestRouter.fromLan(packet));
    }

    @Test
    void forwardedPacketIsToldAsAMadeUpOneAndSent() throws Exception {
        PacketBuilder packet = PacketBuilder.udp("192.168.1.2", 1, "8.8.8.8", 2).ttl(64);
        PacketWay madeUp = router.stack.explain(packet.bytes(), "eth0", 0);
        try (PacketFollowing following = followAll(1)) {
            arriveFromLan(packet);
            PacketWay way = next(following);
            assertThat(hooks(way)).containsExactly("PRE_ROUTING", "FORWARD", "POST_ROUTING").isEqualTo(hooks(madeUp));
            assertThat(way.passages()).extracting(PacketWay.Passage::view).isEqualTo(
                    madeUp.passages().stream().map(PacketWay.Passage::view).toList());
            assertThat(way.fates()).isEqualTo(madeUp.fates()).singleElement().isInstanceOf(Fate.Sent.class);
            assertThat(following.isOver()).isTrue();
        }
        router.onlyFrame(router.eth1);
    }

    @Test
    void onlyWhatWasAskedForIsToldAndOnlyWhileItIs() throws Exception {
        PacketFollowing following = router.stack.follow(packet -> packet.ip().destination() == Ipv4.parse("8.8.8.8"), 2);
        arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "8.8.4.4", 2));
        assertThat(following.next(0)).isNull();
        arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "8.8.8.8", 2));
        assertThat(Objects.requireNonNull(following.next(0)).number()).isEqualTo(1);
        following.close();
        arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "8.8.8.8", 2));
        assertThat(following.next(0)).isNull();
        assertThat(Objects.requireNonNull(router.stack.hooks().slot(PacketHooks.FORWARD, Packet.class, "test").dispatcher()).getClass().isHidden())
                .as("the generated chains are alone again").isTrue();
        assertThat(router.eth1.takeSent()).hasSize(3);
    }

    @Test
    void handlersChangesVerdictsAndDropsAreToldAndCountOnce() throws Exception {
        router.stack.hooks().at(PacketHooks.PRE_ROUTING, Packet.class).attach(-100, "translate", packet -> {
            packet.ip().destination(Ipv4.parse("10.9.0.2"));
            packet.mark(7);
            return Verdict.ACCEPT;
        });
        var refuse = router.stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(1, "refuse", packet -> Verdict.drop("not today"));
        try (PacketFollowing following = followAll(9)) {
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.10", 2));
            PacketWay way = next(following);
            assertThat(way.passages().getFirst().turns().getFirst().changes())
                    .containsEntry("destination", "203.0.113.10:2 → 10.9.0.2:2").containsEntry("mark", "0x0 → 0x7");
            assertThat(way.passages().getLast().turns().getLast().reason()).isEqualTo("not today");
            assertThat(way.fates()).singleElement().isInstanceOfSatisfying(Fate.Dropped.class,
                    dropped -> assertThat(dropped.reason()).isEqualTo("HOOK"));
        }
        router.droppedOnly(DropReason.HOOK);
        assertThat(refuse.info().dropped()).isEqualTo(1);
    }

    @Test
    void socketIsNamedAndGetsItAndAClosedPortIsAnswered() throws Exception {
        List<Integer> received = new ArrayList<>();
        router.stack.udp().bind(Ipv4.ANY, 7, (socket, packet) -> received.add(packet.length()));
        try (PacketFollowing following = router.stack.follow(packet -> packet.in() != null, 9)) {
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "192.168.1.1", 7).payloadOf(12));
            assertThat(next(following).fates()).containsExactly(new Fate.Delivered("socket udp 0.0.0.0:7"));
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "192.168.1.1", 8));
            PacketWay closed = next(following);
            assertThat(closed.fates()).extracting(Fate::text).containsExactly("dropped: no UDP socket on that port");
            assertThat(closed.remarks()).extracting(TrailNote::text).containsExactly("ICMP type 3 code 3 to 192.168.1.2");
        }
        assertThat(received).containsExactly(12);
        router.onlyFrame(router.eth0);
    }

    @Test
    void tcpSegmentsAreToldAndAnswered() throws Exception {
        try (PacketFollowing following = router.stack.follow(packet -> packet.in() != null, 9)) {
            arriveFromLan(PacketBuilder.tcp("192.168.1.2", 1, "192.168.1.1", 8).flags(2));
            PacketWay way = next(following);
            assertThat(way.passages().getFirst().view().fields()).containsEntry("flags", "SYN");
            assertThat(way.remarks()).extracting(TrailNote::text).containsExactly("TCP RST to 192.168.1.2");
            assertThat(way.fates()).extracting(Fate::text).containsExactly("dropped: no TCP socket on that port");
        }
        router.onlyFrame(router.eth0);
    }

    @Test
    void ownPacketIsFollowedOverLo() throws Exception {
        try (PacketFollowing following = router.stack.follow(
                packet -> packet.in() == null && packet.ip().source() == Ipv4.parse("203.0.113.1"), 1)) {
            Packet packet = Objects.requireNonNull(router.stack.pool().take());
            packet.append(PacketBuilder.udp("203.0.113.1", 1, "192.168.1.1", 9).bytes());
            router.stack.onLoop(() -> {
                router.stack.send(packet);
                return "sent";
            });
            router.settle();
            PacketWay way = next(following);
            assertThat(hooks(way)).containsExactly("LOCAL_OUT", "POST_ROUTING", "PRE_ROUTING", "LOCAL_IN");
            assertThat(way.fates()).extracting(Fate::text).containsExactly("dropped: no UDP socket on that port");
        }
    }

    @Test
    void queuedPacketIsToldWhenItHasGoneOn() throws Exception {
        router.stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(1, "wait", packet -> Verdict.queue("later"));
        try (HookQueue<Packet> queue = router.stack.hooks().queue("later", Packet.class, QueueOptions.of(2, Duration.ofMinutes(1)));
                PacketFollowing following = followAll(2)) {
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
            assertThat(following.next(0)).isNull();
            Held<Packet> held = Objects.requireNonNull(queue.poll());
            held.resume();
            router.settle();
            PacketWay way = next(following);
            assertThat(hooks(way)).containsExactly("PRE_ROUTING", "FORWARD", "FORWARD", "POST_ROUTING");
            assertThat(way.passages().get(1).turns().getLast().reason()).isEqualTo("later");
            assertThat(way.fates()).singleElement().isInstanceOf(Fate.Sent.class);
            router.onlyFrame(router.eth1);

            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
            router.pass(Duration.ofSeconds(5));
            assertThat(next(following).fates()).as("one that nobody decides about").containsExactly(new Fate.Held("queue later"));
            Objects.requireNonNull(queue.poll()).resume();
            router.settle();
        }
        router.onlyFrame(router.eth1);
    }

    @Test
    void stolenPacketIsHeldAndNotLookedAt() throws Exception {
        router.stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(1, "thief", packet -> {
            packet.release();
            return Verdict.STOLEN;
        });
        try (PacketFollowing following = followAll(1)) {
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
            assertThat(next(following).fates()).containsExactly(new Fate.Held("host/thief at FORWARD"));
        }
    }

    @Test
    void packetThatWaitsForArpIsToldWhenItIsKnownWhetherItWasSent() throws Exception {
        try (PacketFollowing following = router.stack.follow(packet -> packet.in() != null, 2)) {
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.77", 2));
            assertThat(following.next(0)).isNull();
            router.pass(Duration.ofSeconds(4));
            PacketWay lost = next(following);
            assertThat(lost.fates()).extracting(fate -> ((Fate.Dropped) fate).reason()).containsExactly("NEIGHBOR_FAILED");
            assertThat(lost.remarks()).extracting(TrailNote::text)
                    .containsExactly("waits until 203.0.113.77 has told its MAC address", "ICMP type 3 code 1 to 192.168.1.2");

            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.78", 2));
            router.stack.addNeighbor("eth1", Ipv4.parse("203.0.113.78"), MacAddress.parse(TestRouter.WAN_MAC));
            router.settle();
            assertThat(next(following).fates()).singleElement().isInstanceOfSatisfying(Fate.Sent.class,
                    sent -> assertThat(sent.nextHop()).isEqualTo("203.0.113.78"));
        }
    }

    @Test
    void piecesOfAPacketThatIsCutAreAllTold() throws Exception {
        try (PacketFollowing following = followAll(1)) {
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "10.9.0.2", 2).payloadOf(1_472));
            assertThat(next(following).fates()).hasSize(2).allMatch(fate -> fate instanceof Fate.Sent);
        }
        assertThat(router.eth2.takeSent()).hasSize(2);
    }

    @Test
    void tracedPacketBeginsWithTheTurnThatTracedIt() throws Exception {
        router.stack.hooks().at(PacketHooks.PRE_ROUTING, Packet.class).attach(1, "raw", packet -> {
            packet.traced(true);
            PacketTrail journal = router.stack.journalOf(packet, PacketHooks.PRE_ROUTING);
            if (journal != null) {
                journal.note(TrailNote.of("rule", "-j TRACE"));
            }
            return Verdict.ACCEPT;
        });
        try (PacketFollowing following = router.stack.follow(null, 1)) {
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
            PacketWay way = next(following);
            assertThat(hooks(way)).containsExactly("PRE_ROUTING", "FORWARD", "POST_ROUTING");
            assertThat(way.passages().getFirst().turns()).singleElement().satisfies(turn -> {
                assertThat(turn.handler()).isEqualTo("raw");
                assertThat(turn.notes()).extracting(TrailNote::text)
                        .containsExactly("-j TRACE", "begins here; before, it was let through by host/watcher");
            });
            assertThat(way.fates()).singleElement().isInstanceOf(Fate.Sent.class);
        }
        arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
        assertThat(router.eth1.takeSent()).as("traced with nobody there").hasSize(2);
    }

    @Test
    void floodThatNobodyReadsIsLeftOutAndForwarded() throws Exception {
        int flood = 6_000;
        int read = 0;
        try (PacketFollowing following = followAll(Integer.MAX_VALUE)) {
            for (int i = 0; i < flood; i++) {
                arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
                assertThat(router.eth1.takeSent()).hasSize(1);
            }
            while (following.next(0) != null) {
                read++;
            }
            assertThat(read).isGreaterThan(1_000);
            assertThat(following.takeLeftOut()).isEqualTo(flood - read);
            arriveFromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2));
            assertThat(following.next(0)).as("and it goes on when there is room again").isNotNull();
        }
    }
}
