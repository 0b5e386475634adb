package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.TestHooks;
import io.weft.net.Stack;
import io.weft.net.testkit.link.TwoLinkRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The packed jar in a running router. After each test it is unloaded, and what keeps its classes fails the test.
class PortGateIT {

    private final TwoLinkRouter router = TwoLinkRouter.open();

    @RegisterExtension
    final TestHooks hooks = TestHooks.around(router.stack().hooks()).hosting(host -> host.service(Stack.class, router.stack()));

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void packetsToTheClosedPortDoNotComeOut() {
        assertThat(router.fromLan(PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 1900))).hasSize(1);

        hooks.load(Path.of(System.getProperty("weft.plugin.jar")));
        assertThat(router.fromLan(PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 1900))).isEmpty();
        assertThat(router.fromLan(PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 53))).hasSize(1);
    }
}
