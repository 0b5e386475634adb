package io.weft.net.stack.ip;

import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A handler at −400 has the stack put fragments together, as connection tracking does.
class EarlyFragmentsTest {

    private final TestRouter router = TestRouter.open();
    private final List<Integer> seen = new ArrayList<>();

    EarlyFragmentsTest() {
        router.stack.hooks().at(PacketHooks.PRE_ROUTING, Packet.class).attach(Priorities.DEFRAG, "defrag", packet ->
                !packet.ip().isFragment() || router.stack.defragment(packet) ? Verdict.ACCEPT : Verdict.STOLEN);
        router.stack.hooks().at(PacketHooks.PRE_ROUTING, Packet.class).attach(Priorities.CONNTRACK, "look", packet -> {
            seen.add(packet.length());
            return Verdict.ACCEPT;
        });
    }

    @AfterEach
    void close() {
        router.close();
    }

    private void first(String destination) {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", destination, 17).identification(7).payloadOf(800)
                .moreFragments()));
    }

    private void last(String destination) {
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", destination, 17).identification(7).payloadOf(100)
                .fragmentOffset(800)));
    }

    @Test
    void handlersBehindSeeTheWholeAndTheNextHopGetsThePieces() {
        first("8.8.8.8");
        router.sentNothing();
        last("8.8.8.8");
        assertThat(seen).containsExactly(920);
        assertThat(router.eth1.takeSent()).extracting(frame -> frame.length).containsExactly(834, 134);
    }

    @Test
    void orderDoesNotMatter() {
        last("8.8.8.8");
        first("8.8.8.8");
        assertThat(seen).containsExactly(920);
        assertThat(router.eth1.takeSent()).extracting(frame -> frame.length).containsExactly(834, 134);
    }

    @Test
    void nobodyIsToldOfADatagramThatWasToGoOn() {
        first("8.8.8.8");
        router.pass(Duration.ofSeconds(31));
        router.sentNothing();
        router.droppedOnly(DropReason.FRAGMENT_TIMEOUT);
    }

    @Test
    void senderOfADatagramToThisHostIsTold() {
        // RFC 1122 §3.3.2
        first("192.168.1.1");
        router.pass(Duration.ofSeconds(31));
        assertThat(router.onlyFrame(router.eth0)[34]).isEqualTo((byte) 11);
    }
}
