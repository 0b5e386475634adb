package io.weft.hook.testkit.example;

import io.weft.hook.HookSite;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.testkit.trial.TrialHost;

/// A host to try a plugin in.
public final class OrderDesk implements TrialHost {

    private final HookTables hooks = HookTables.create();
    private final HookSite<String> accept;

    public OrderDesk() {
        hooks.declare("ACCEPT_ORDER", String.class, PointOptions.failClosed());
        accept = hooks.site("ACCEPT_ORDER", String.class);
    }

    @Override
    public HookTables hooks() {
        return hooks;
    }

    @Override
    public void work() {
        accept.pass("five pounds of tea", order -> { });
    }
}
