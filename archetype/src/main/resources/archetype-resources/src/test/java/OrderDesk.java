package ${package};

import io.weft.hook.HookSite;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.testkit.trial.TrialHost;

/// Stands for your own host when the plugin is tried by `mvn weft:run` and `mvn weft:check`: takes two orders again and again.
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
        accept.pass("five hundred pounds of tea", order -> { });
    }
}
