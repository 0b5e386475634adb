package ${package};

import io.weft.hook.HookHandler;
import io.weft.hook.Verdict;

/// Refuses orders of more than so many letters.
public final class OrderLimit {

    private static final int LONGEST = 20;
    private static final Verdict TOO_LONG = Verdict.drop("too long");

    @HookHandler(at = "ACCEPT_ORDER")
    public Verdict check(String order) {
        return order.length() > LONGEST ? TOO_LONG : Verdict.ACCEPT;
    }
}
