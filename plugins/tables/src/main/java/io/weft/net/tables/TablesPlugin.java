package io.weft.net.tables;

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.net.PacketExplainer;
import io.weft.net.Stack;
import io.weft.net.control.Command;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.iptables.IptablesCommand;
import io.weft.net.tables.iptables.RestoreCommand;
import io.weft.net.tables.iptables.SaveCommand;
import io.weft.net.tables.iptables.SavedRules;
import io.weft.net.tables.match.StandardMatches;
import io.weft.net.tables.match.rate.RateMatches;
import io.weft.net.tables.target.StandardTargets;
import io.weft.net.tables.trace.RuleNotes;
import io.weft.net.tables.trace.TraceCommand;
import java.util.List;

/// The plugin: it has no handlers, but offers {@link RuleTables} to plugins that own tables, and the `iptables` commands.
public final class TablesPlugin implements HookPlugin {

    /// Set to `true` to have every rule asked by every packet, for comparison.
    private static final String INTERPRET = "weft.tables.interpret";

    private final PluginContext context;
    private final TablesConfig config;

    public TablesPlugin(PluginContext context, TablesConfig config) {
        this.context = context;
        this.config = config;
    }

    @Override
    public void start() {
        Stack stack = context.service(Stack.class);
        var tables = new TableRegistry(stack, !Boolean.getBoolean(INTERPRET), context::isHostClosing);
        tables.reading(new SavedRules(tables));
        StandardMatches.all(stack).forEach(tables::add);
        RateMatches.all(stack, config.recentLimits()).forEach(tables::add);
        StandardTargets.all().forEach(tables::add);
        context.publish(RuleTables.class, tables);
        context.publish(Command.class, new IptablesCommand(tables));
        context.publish(Command.class, new SaveCommand(tables));
        context.publish(Command.class, new RestoreCommand(tables));
        List<PacketExplainer> explainers = List.copyOf(context.services(PacketExplainer.class));
        tables.watchAll(new RuleNotes(explainers));
        for (PacketExplainer explainer : explainers) {
            var trace = new TraceCommand(explainer);
            context.onStop(trace);
            context.publish(Command.class, trace);
        }
    }
}
