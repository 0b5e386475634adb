package io.weft.hook.testkit.example;

import io.weft.hook.testkit.TestHooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitTest {

    @RegisterExtension
    final TestHooks hooks = TestHooks.with("ACCEPT_ORDER", Shop.Order.class);

    @Test
    void moreThanAHundredPiecesAreRefused() {
        hooks.attach(new Limit());
        hooks.send("ACCEPT_ORDER", new Shop.Order("tea", 500)).assertDropped("too many pieces").by("Limit.check");
        hooks.send("ACCEPT_ORDER", new Shop.Order("tea", 5)).assertPassed();
    }
}
