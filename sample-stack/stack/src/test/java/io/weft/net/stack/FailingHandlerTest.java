package io.weft.net.stack;

import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.BreakerOptions;
import io.weft.hook.HandlerHealth;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A handler throws for each packet: it is put out, and the stack goes on.
@Timeout(60)
class FailingHandlerTest {

    private final AtomicLong calls = new AtomicLong();
    private final AtomicBoolean broken = new AtomicBoolean(true);

    private Registration attach(TestRouter router) {
        return router.stack.hooks().at(PacketHooks.FORWARD, Packet.class).attach(0, "broken", packet -> {
            calls.incrementAndGet();
            if (broken.get()) {
                throw new IllegalStateException("for each packet");
            }
            return Verdict.ACCEPT;
        });
    }

    private static void sendThrough(TestRouter router) {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 2)));
    }

    private static HandlerHealth.Breaker breaker(TestRouter router) {
        return router.stack.hooks().describe().points().stream().filter(point -> point.name().equals(PacketHooks.FORWARD))
                .findFirst().orElseThrow().handlers().get(0).breaker();
    }

    @Test
    void handlerThatThrowsForEachPacketIsPutOutAndTheStackGoesOn() {
        try (TestRouter router = TestRouter.open(settings -> settings.withHandlers(HandlerLimits.WATCHED))) {
            Registration handler = attach(router);
            while (breaker(router) != HandlerHealth.Breaker.OPEN) {
                sendThrough(router);
            }
            // the chain without it comes a moment later, by another thread
            long before;
            do {
                before = calls.get();
                sendThrough(router);
            } while (calls.get() != before);
            for (int i = 0; i < 100; i++) {
                sendThrough(router);
            }
            assertThat(calls).hasValue(before);
            router.sentNothing();
            assertThat(router.dropped(DropReason.HOOK)).isEqualTo(router.stack.pool().drops().total()).isGreaterThan(110);

            router.arrive(router.eth0, fromLan(PacketBuilder.echoRequest("192.168.1.2", "192.168.1.1", 1, 1)));
            assertThat(router.eth0.takeSent()).as("this host itself answers").hasSize(1);
            handler.close();
            sendThrough(router);
            assertThat(router.eth1.takeSent()).as("and without the handler packets pass").hasSize(1);
        }
    }

    @Test
    void handlerThatIsMendedComesBackAfterItsTrial() {
        HandlerLimits limits = new HandlerLimits(BreakerOptions.of(3, Duration.ofSeconds(60), Duration.ofNanos(1)), null);
        try (TestRouter router = TestRouter.open(settings -> settings.withHandlers(limits))) {
            attach(router);
            while (breaker(router) == HandlerHealth.Breaker.CLOSED) {
                sendThrough(router);
            }
            broken.set(false);
            while (breaker(router) != HandlerHealth.Breaker.CLOSED) {
                sendThrough(router);
            }
            while (router.eth1.takeSent().isEmpty()) {
                sendThrough(router);
            }
        }
    }

    @Test
    void withoutABreakerItIsAskedForEachPacket() {
        try (TestRouter router = TestRouter.open(settings -> settings.withHandlers(HandlerLimits.NONE))) {
            attach(router);
            for (int i = 0; i < 100; i++) {
                sendThrough(router);
            }
            assertThat(calls).hasValue(100);
            assertThat(router.dropped(DropReason.HOOK)).isEqualTo(100);
        }
    }
}
