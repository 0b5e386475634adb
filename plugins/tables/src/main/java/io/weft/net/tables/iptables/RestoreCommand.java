package io.weft.net.tables.iptables;

import static java.util.Map.entry;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.tables.engine.TableRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The command `iptables-restore`: reads what `iptables-save` printed.
public final class RestoreCommand implements Command {

    private static final Tool TOOL = new Tool("iptables-restore");
    /// The letter behind `--dry-run`, which has none to type.
    static final String DRY_RUN = "-\0";
    /// The exit code of a dry run that found something to change.
    static final int WOULD_CHANGE = 5;

    private static final Map<String, String> LONG = Map.ofEntries(
            entry("--counters", "-c"), entry("--verbose", "-v"), entry("--version", "-V"), entry("--test", "-t"), entry("--help", "-h"),
            entry("--noflush", "-n"), entry("--modprobe", "-M"), entry("--table", "-T"), entry("--wait", "-w"),
            entry("--wait-interval", "-W"), entry("--dry-run", DRY_RUN));
    private static final String USAGE = """
            Usage: iptables-restore [-c] [-v] [-V] [-t] [-h] [-n] [-w secs] [-W usecs] [-T table] [-M command] [file]
            \t   [ --counters ]
            \t   [ --verbose ]
            \t   [ --version]
            \t   [ --test ]
            \t   [ --help ]
            \t   [ --noflush ]
            \t   [ --wait=<seconds>
            \t   [ --table=<TABLE> ]
            \t   [ --modprobe=<command> ]
            """;
    private static final String USAGE_OF_OUR_OWN = """

            Weft's own:
            \t   [ --dry-run ]   prints what would change, rule by rule, and changes nothing;
            \t                   exits with 0 for no change, 5 for some, others as without it
            """;

    private final TableRegistry registry;

    public RestoreCommand(TableRegistry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return TOOL.name();
    }

    @Override
    public String summary() {
        return "reads rules from standard input (-n keeps those there are, -c counters too, -t only tests, --dry-run shows the changes)";
    }

    /// Where the words alone decide, a caller at a terminal is not made to type rules first.
    @Override
    public boolean readsInput(List<String> arguments) {
        SimpleOptions words = options(arguments);
        return words.unknown() == null && !words.has("-h") && !words.has("-V") && words.plain().isEmpty();
    }

    private static SimpleOptions options(List<String> arguments) {
        return new SimpleOptions("-c -v -V -t -h -n -M: -T: -w:: -W: -4 -6 " + DRY_RUN, LONG, arguments);
    }

    @Override
    public int run(CommandCall call) throws IOException {
        SimpleOptions words = options(call.arguments());
        if (words.unknown() != null) {
            call.err().print(TOOL.name() + ": " + words.unknown() + "\nTry `iptables-restore -h' for more information.\n");
            return 1;
        }
        if (words.has("-h")) {
            // the letter prints the real tool's help and nothing else
            call.err().print(USAGE + (call.arguments().contains("--help") ? USAGE_OF_OUR_OWN : ""));
            return 0;
        }
        if (words.has("-V")) {
            TOOL.printVersion(call.out());
            return 0;
        }
        if (!words.plain().isEmpty()) {
            // the daemon opens no file that a caller names: the caller's shell does
            call.err().print("Can't open " + words.plain().getFirst() + ": give the rules on standard input\n");
            return 1;
        }
        var restore = new Restore(TOOL, registry, words, call);
        // the text comes before the lock, so that a slow caller holds up nobody
        String text = new BufferedReader(new InputStreamReader(call.in(), StandardCharsets.UTF_8)).readAllAsString();
        registry.lock().lock();
        try {
            return restore.run(text);
        } finally {
            registry.lock().unlock();
        }
    }
}
