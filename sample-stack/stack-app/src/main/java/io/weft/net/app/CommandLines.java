package io.weft.net.app;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;

import io.weft.net.drivers.Drivers;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// Weft's own commands and their options.
final class CommandLines {

    private CommandLines() { }

    /// Runs what the words say; without words it explains itself.
    ///
    /// @param out gets nothing but what a command promises to print
    /// @return the exit code
    static int execute(List<String> words, InputStream in, OutputStream out, PrintStream err) {
        CommandLine weft = weft(in, out, err);
        // asked for only when it is shown: finding the drivers takes a moment, and logs
        weft.getSubcommands().get("run").getHelpSectionMap().put(SECTION_KEY_FOOTER, _ -> runFooter());
        weft.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        weft.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        weft.setUsageHelpAutoWidth(false);
        weft.setUsageHelpWidth(100);
        weft.setExecutionExceptionHandler((e, line, _) -> {
            // what is meant for the user was dealt with by the command; this is our own fault, so all of it is shown
            e.printStackTrace(line.getErr());
            return Main.EXIT_FAILED;
        });
        return weft.execute(words.toArray(String[]::new));
    }

    /// The commands of this program.
    static CommandLine weft(InputStream in, OutputStream out, PrintStream err) {
        return new CommandLine(new Weft())
                .addSubcommand(new DemoCommand(out, err))
                .addSubcommand(new RunCommand(out, err))
                .addSubcommand(new TopCommand(out, err))
                .addSubcommand(new OracleCommand(in, out, err))
                .addSubcommand(new CompletionCommand(out))
                .addSubcommand(new CommandLine.HelpCommand());
    }

    private static String runFooter() {
        List<String> lines = new ArrayList<>(List.of("", "Drivers, TARGET and options: scheme:TARGET?OPTION=VALUE&OPTION"));
        Drivers.found().help().lines().forEach(line -> lines.add("  " + line));
        lines.addAll(List.of(
                "",
                "Prints one line, 'ready', on standard output when it forwards; all else goes to standard error.",
                "SIGTERM and SIGINT stop it cleanly, with exit code 0. After SIGKILL it starts again as if nothing had been.",
                "Exit codes: 0 stopped, 1 could not be had as it was asked for, 2 not understood."));
        return String.join("\n", lines) + "\n";
    }

    /// The command without a subcommand.
    @Command(
            name = "weft",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisHeading = "",
            customSynopsis = "weft COMMAND [WORD…]",
            description = {
                "",
                "A router in user space: an IPv4 stack whose five netfilter hooks are open to plugins, steered by the",
                "iptables words you know.",
                ""},
            commandListHeading = "%nCommands of this program:%n",
            footer = {
                "",
                "Commands of a running router, sent to it through its control socket (--control PATH before the",
                "command, or WEFT_CONTROL, where it is not at the standard place):",
                "  ip                  addresses, links, neighbours, routes and rules, as the tool of that name does",
                "  ss                  sockets, as the tool of that name does",
                "  dump                packets of a NIC, as lines or as a capture, with tcpdump's filters",
                "  stats               all counters",
                "  hooks               hook points and the handlers at each, with what they decided",
                "  plugin              list, load, unload, reload and describe plugins",
                "and, offered by its plugins:",
                "  iptables            change and list rules, as the tool of that name does",
                "  iptables-save       print all rules",
                "  iptables-restore    read rules, a whole table at once",
                "  conntrack           tracked connections, as the tool of that name does",
                "  sysctl              settings of connection tracking, as the tool of that name does",
                "  trace               what would become of a packet, or becomes of live ones",
                "",
                "Examples:",
                "  weft demo",
                "      a client, a router and a server in this process, and a rule that comes and goes; needs no root",
                "  weft run --nic eth0=raw:eth0,address=192.168.1.1/24 --nic eth1=raw:eth1,address=10.0.0.2/24 \\",
                "           --route 'default via 10.0.0.1'",
                "      a router on two real NICs; in another terminal then:  weft iptables -A FORWARD -p udp --dport 53 -j DROP",
                "",
                "Exit codes: 0 done, 1 failed, 2 not understood; a router's command has its own."})
    static final class Weft implements Runnable {

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"weft " + (version == null ? "(not packed)" : version) + ", Java " + Runtime.version()};
        }
    }
}
