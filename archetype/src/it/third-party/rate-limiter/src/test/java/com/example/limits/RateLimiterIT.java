package com.example.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.hook.testkit.TestHooks;
import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.testkit.link.TwoLinkRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The packed jar in a running router. After each test it is unloaded, and what keeps its classes fails the test.
class RateLimiterIT {

    private static final Path JAR = Path.of(System.getProperty("weft.plugin.jar"));

    private final TwoLinkRouter router = TwoLinkRouter.open();
    private final Map<String, Map<String, ?>> settings = new HashMap<>();

    @RegisterExtension
    final TestHooks hooks = TestHooks.around(router.stack().hooks())
            .hosting(host -> host.service(Stack.class, router.stack()).config(ConfigSource.of(settings)));

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void theBurstPassesAndNoMore() {
        settings.put("rate-limiter", Map.of("burst", 3));
        hooks.load(JAR);
        int passed = 0;
        for (int i = 0; i < 10; i++) {
            passed += router.fromLan(PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 53)).size();
        }
        assertThat(passed).isEqualTo(3);
        assertThat(hooks.tables().at(PacketHooks.PRE_ROUTING, Packet.class).handlers()).singleElement()
                .satisfies(handler -> assertThat(handler.dropped()).isEqualTo(7));

        hooks.host().unload("rate-limiter").requireCollected(30_000);
        assertThat(router.fromLan(PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 53))).hasSize(1);
    }

    @Test
    void aSettingThatIsWrongIsRefusedInASentence() {
        settings.put("rate-limiter", Map.of("packetsPerSecond", 0));
        assertThatThrownBy(() -> hooks.load(JAR)).hasMessage("Plugin jar rate-limiter-1.0.0.jar is refused: its configuration is wrong: "
                + "configuration of rate-limiter: key packetsPerSecond is '0', but must be a whole number from 1 to 10000000");
    }
}
