package io.weft.net.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @Test
    void aFailureLeavesACapture(@TempDir Path folder) throws IOException {
        String before = System.setProperty("weft.captures", folder.toString());
        try {
            run(LosesEverything.class);
        } finally {
            if (before == null) {
                System.clearProperty("weft.captures");
            } else {
                System.setProperty("weft.captures", before);
            }
        }
        Path file = folder.resolve("NetworkExtensionTest.LosesEverything.datagramArrives.pcapng");
        assertThat(file).isNotEmptyFile();
        Optional<String> shown = tshark(file);
        Assumptions.assumeTrue(shown.isPresent(), "tshark is not installed: nobody has looked into the capture");
        assertThat(shown.orElseThrow().lines()).hasSize(3).last().asString()
                .isEqualTo("left-right\t10.0.1.1\t10.0.1.2\t9\t6c6f7374\tlost");
    }

    /// The interface, addresses, port, payload and comment of each packet, where there is a tshark.
    private static Optional<String> tshark(Path file) throws IOException {
        try {
            Process reading = new ProcessBuilder("tshark", "-r", file.toString(), "-T", "fields", "-e", "frame.interface_name", "-e", "ip.src",
                    "-e", "ip.dst", "-e", "udp.dstport", "-e", "data.data", "-e", "frame.comment")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return Optional.of(new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private static Events run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(test)).execute().testEvents();
    }
}
