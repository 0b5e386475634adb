package io.weft.net.conntrack.command;

import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.ConntrackSetting;
import io.weft.net.conntrack.ConntrackSettings;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.tables.extension.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The command `sysctl`: shows and changes the settings of connection tracking while it runs, under the kernel's names
/// (`net.netfilter.nf_conntrack_…`).
///
/// Words, output, messages and exit codes are those of procps-ng 4.0.2. Of its options there are those about variables on the command
/// line; files are not read.
public final class SysctlCommand implements Command {

    private static final String PREFIX = "net.netfilter.";
    private static final String COUNT = "nf_conntrack_count";
    private static final String HELP = """

            Usage:
             weft sysctl [options] [variable[=value] ...]

            Options:
              -a, --all            display all variables
              -e, --ignore         ignore unknown variables errors
              -N, --names          print variable names without values
              -n, --values         print only values of the given variable(s)
              -q, --quiet          do not echo variable set
              -w, --write          enable writing a value to variable

             -h, --help     display this help and exit
            """;

    private final Conntrack conntrack;

    public SysctlCommand(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String name() {
        return "sysctl";
    }

    @Override
    public String summary() {
        return "show and change the settings of connection tracking";
    }

    @Override
    public int run(CommandCall call) {
        return new Call(call).run();
    }

    /// One call, with its options.
    private final class Call {

        private final CommandCall call;
        private final List<String> variables = new ArrayList<>();
        private boolean all;
        private boolean writes;
        private boolean ignores;
        private boolean namesOnly;
        private boolean valuesOnly;
        private boolean quiet;
        private int exitCode;

        Call(CommandCall call) {
            this.call = call;
        }

        int run() {
            for (String word : call.arguments()) {
                if (word.equals("-h") || word.equals("--help")) {
                    call.out().print(HELP);
                    return 0;
                }
                if (!word.startsWith("-")) {
                    variables.add(word);
                } else if (!option(word)) {
                    call.err().print("sysctl: unknown option -- '" + word.substring(1) + "'\n"
                            + "Try `sysctl --help' for more information.\n");
                    return 1;
                }
            }
            if (all) {
                show("");
                return 0;
            }
            if (variables.isEmpty()) {
                call.err().print("sysctl: no variables specified\nTry `sysctl --help' for more information.\n");
                return 1;
            }
            variables.forEach(this::showOrSet);
            return exitCode;
        }

        private boolean option(String word) {
            switch (word) {
                case "-a", "-A", "-X", "--all" -> all = true;
                case "-w", "--write" -> writes = true;
                case "-e", "--ignore" -> ignores = true;
                case "-N", "--names" -> namesOnly = true;
                case "-n", "--values" -> valuesOnly = true;
                case "-q", "--quiet" -> quiet = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void showOrSet(String variable) {
            int equals = variable.indexOf('=');
            String name = (equals < 0 ? variable : variable.substring(0, equals)).strip().replace('/', '.');
            if (equals >= 0) {
                set(name, variable.substring(equals + 1).strip());
            } else if (writes) {
                fail("sysctl: command line(0): invalid syntax, continuing...");
            } else if (!show(name)) {
                unknown(name);
            }
        }

        /// The variable of that name, or all under it.
        private boolean show(String name) {
            boolean found = false;
            for (Map.Entry<String, Integer> one : values().entrySet()) {
                if (name.isEmpty() || one.getKey().equals(name) || one.getKey().startsWith(name + ".")) {
                    found = true;
                    print(one.getKey(), one.getValue().toString());
                }
            }
            return found;
        }

        private void set(String name, String value) {
            ConntrackSetting setting = name.startsWith(PREFIX) ? ConntrackSetting.of(name.substring(PREFIX.length())) : null;
            if (setting == null && !name.equals(PREFIX + COUNT)) {
                unknown(name);
                return;
            }
            var number = Numbers.parse(value, Integer.MAX_VALUE);
            if (setting == null || number.isEmpty() || !takes(setting, number.getAsLong())) {
                fail("sysctl: setting key \"" + name + "\": Invalid argument");
            } else if (!quiet) {
                print(name, value);
            }
        }

        private boolean takes(ConntrackSetting setting, long value) {
            try {
                conntrack.settings().set(setting, value);
                return true;
            } catch (IllegalArgumentException outOfBounds) {
                return false;
            }
        }

        private void print(String name, String value) {
            call.out().print((namesOnly ? name : valuesOnly ? value : name + " = " + value) + "\n");
        }

        private void unknown(String name) {
            if (!ignores) {
                fail("sysctl: cannot stat /proc/sys/" + name.replace('.', '/') + ": No such file or directory");
            }
        }

        private void fail(String message) {
            call.err().print(message + "\n");
            exitCode = 1;
        }
    }

    /// All that there is, by name.
    private TreeMap<String, Integer> values() {
        var values = new TreeMap<String, Integer>();
        ConntrackSettings settings = conntrack.settings();
        settings.forEach((key, value) -> values.put(PREFIX + key, value));
        // as statistics, perhaps a little late
        values.put(PREFIX + COUNT, conntrack.size());
        return values;
    }
}
