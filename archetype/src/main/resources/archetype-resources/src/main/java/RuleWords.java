package ${package};

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.net.tables.RuleTables;

/// Gives rules a match, `-m payload`, and a target, `-j TTLCAP`.
public final class RuleWords implements HookPlugin {

    private final PluginContext context;

    public RuleWords(PluginContext context) {
        this.context = context;
    }

    @Override
    public void start() {
        RuleTables tables = context.service(RuleTables.class);
        context.onStop(tables.add(new PayloadMatch.Extension()));
        context.onStop(tables.add(new TtlCapTarget.Extension()));
    }
}
