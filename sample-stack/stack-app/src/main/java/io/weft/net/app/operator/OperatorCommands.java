package io.weft.net.app.operator;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.app.operator.dump.DumpCommand;
import io.weft.net.app.operator.ip.IpCommand;
import io.weft.net.app.operator.plugin.HooksCommand;
import io.weft.net.app.operator.plugin.PluginCommand;
import io.weft.net.app.operator.ss.SsCommand;
import io.weft.net.app.operator.stats.StatsCommand;
import io.weft.net.control.Command;
import io.weft.net.stack.NetStack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The commands that every router offers, whatever its plugins.
public final class OperatorCommands {

    private static final Map<String, String> HELP = help();

    private OperatorCommands() { }

    private static Map<String, String> help() {
        Map<String, String> help = new LinkedHashMap<>();
        help.put("plugin", PluginCommand.HELP);
        help.put("hooks", HooksCommand.HELP);
        help.put("ip", IpCommand.HELP);
        help.put("ss", SsCommand.HELP);
        help.put("dump", DumpCommand.HELP);
        help.put("stats", StatsCommand.HELP);
        return help;
    }

    /// Their names.
    public static Set<String> names() {
        return HELP.keySet();
    }

    /// What `weft NAME --help` prints, for when no router runs; null for another's command.
    public static @Nullable String help(String name) {
        return HELP.get(name);
    }

    /// The commands of a stack with its plugins.
    public static List<Command> of(NetStack stack, PluginHost plugins) {
        return List.of(new PluginCommand(plugins, stack.hooks()), new HooksCommand(stack.hooks()), new IpCommand(stack), new SsCommand(stack),
                new DumpCommand(stack), new StatsCommand(stack, plugins));
    }
}
