package ${package};

import io.weft.hook.testkit.TestHooks;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The packed jar in a running host. After each test it is unloaded, and what keeps its classes fails the test.
class OrderLimitIT {

    @RegisterExtension
    final TestHooks hooks = TestHooks.with("ACCEPT_ORDER", String.class);

    @Test
    void theJarRefusesLongOrders() {
        hooks.send("ACCEPT_ORDER", "five hundred pounds of tea").assertPassed();

        hooks.load(Path.of(System.getProperty("weft.plugin.jar")));
        hooks.send("ACCEPT_ORDER", "five hundred pounds of tea").assertDropped("too long");
    }
}
