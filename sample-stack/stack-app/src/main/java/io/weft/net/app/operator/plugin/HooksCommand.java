package io.weft.net.app.operator.plugin;

import io.weft.hook.Hooks;
import io.weft.hook.HooksInfo;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.util.List;

/// The command `hooks`: the hook points and the chain of handlers at each, with what they did.
public final class HooksCommand implements Command {

    public static final String HELP = """
            Usage: weft hooks [--json] [POINT]...

            Prints the hook points with their handlers in the order in which they see a packet: priority, plugin, name,
            verdicts so far, faults, and whether a breaker has put them out; then the queues. With names of points only those.
            """;

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private final Hooks hooks;

    public HooksCommand(Hooks hooks) {
        this.hooks = hooks;
    }

    @Override
    public String name() {
        return "hooks";
    }

    @Override
    public String summary() {
        return "prints hook points, chains, verdict counts and faults (--json)";
    }

    @Override
    public int run(CommandCall call) {
        List<String> words = call.arguments();
        if (words.contains("--help") || words.contains("-h")) {
            call.out().print(HELP);
            return 0;
        }
        boolean json = words.contains("--json");
        List<String> names = words.stream().filter(word -> !word.equals("--json")).toList();
        HooksInfo all = hooks.describe();
        List<String> points = all.points().stream().map(point -> point.name()).toList();
        for (String name : names) {
            if (name.startsWith("-")) {
                call.err().println("weft hooks: unknown option '" + name + "'; try 'weft hooks --help'");
                return EXIT_USAGE;
            }
            if (!points.contains(name)) {
                call.err().println("weft hooks: there is no hook point " + name + "; there are " + String.join(", ", points));
                return EXIT_FAILED;
            }
        }
        HooksInfo shown = names.isEmpty() ? all
                : new HooksInfo(all.points().stream().filter(point -> names.contains(point.name())).toList(), List.of());
        call.out().print(json ? shown.toJson() + "\n" : shown.toText());
        return 0;
    }
}
