package io.weft.hook.testkit.trial;

import io.weft.hook.HookSite;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;

/// A host that sorts letters: with each step one.
public final class Office implements TrialHost {

    private final HookTables hooks = HookTables.create();
    private final HookSite<String> sort;

    public Office() {
        hooks.declare("SORT", String.class, PointOptions.failClosed());
        sort = hooks.site("SORT", String.class);
    }

    @Override
    public HookTables hooks() {
        return hooks;
    }

    @Override
    public void work() {
        sort.pass("letter", letter -> { });
    }
}
