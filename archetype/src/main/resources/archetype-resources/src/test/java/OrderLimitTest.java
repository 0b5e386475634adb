package ${package};

import io.weft.hook.testkit.TestHooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrderLimitTest {

    @RegisterExtension
    final TestHooks hooks = TestHooks.with("ACCEPT_ORDER", String.class);

    @Test
    void longOrdersAreRefused() {
        hooks.attach(new OrderLimit());
        hooks.send("ACCEPT_ORDER", "five hundred pounds of tea").assertDropped("too long").by("OrderLimit.check");
        hooks.send("ACCEPT_ORDER", "five pounds of tea").assertPassed();
    }
}
