package io.weft.hook.testkit.example;

import io.weft.hook.HookHandler;
import io.weft.hook.Verdict;

/// Refuses large orders.
public class Limit {

    private static final Verdict TOO_MANY = Verdict.drop("too many pieces");

    @HookHandler(at = "ACCEPT_ORDER", priority = -10)
    public Verdict check(Shop.Order order) {
        return order.pieces() > 100 ? TOO_MANY : Verdict.ACCEPT;
    }
}
