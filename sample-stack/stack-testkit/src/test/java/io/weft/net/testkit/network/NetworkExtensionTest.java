package io.weft.net.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class NetworkExtensionTest {

    static final class LosesEverything {

        private Host left;
        private Host right;

        @BeforeEach
        void declare(Network net) {
            left = net.host("left");
            right = net.host("right");
            net.link(left, right).delay(Duration.ofMillis(20)).loss(1);
        }

        @NetworkTest(seed = 42)
        void datagramArrives(Network net) {
            UdpEnd to = right.udp(9);
            left.udp(9).send(right, 9, "lost");
            net.run(Duration.ofSeconds(1));
            assertThat(to.received()).hasSize(1);
        }
    }

    @Test
    void aFailureShowsTheNetworkAndTheSeed() {
        Throwable failure = run(LosesEverything.class).failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow()).findFirst().orElseThrow();
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("Expected size: 1 but was: 0")
                .hasMessageContaining("seed 42 (again with -Dweft.seed=42)")
                .hasMessageContaining("left eth0 10.0.1.1 ──── 10.0.1.2 eth0 right   20 ms, loss 100 %   2 frames, 1 lost");
    }

    private static Events run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(test)).execute().testEvents();
    }
}
