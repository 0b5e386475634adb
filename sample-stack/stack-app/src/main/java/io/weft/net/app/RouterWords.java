package io.weft.net.app;

import java.io.File;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The words of the commands that a running router offers, as far as a shell is to complete them. The router itself reads them
/// without this.
final class RouterWords {

    private static final String HELP = "--help";

    private RouterWords() { }

    static void addTo(CommandLine weft) {
        CommandSpec root = weft.getCommandSpec();
        root.addSubcommand("plugin", plugin());
        root.addSubcommand("ip", ip());
        root.addSubcommand("hooks", with(command(), "--json", HELP));
        root.addSubcommand("stats", with(command(), "--json", HELP));
        root.addSubcommand("ss", words(with(command(), "-t", "-u", "-l", "-a", "-n", "-i", "-s", "-H", "--tcp", "--udp", "--listening", "--all",
                "--numeric", "--info", "--summary", "--no-header", HELP), "state", "sport", "dport", "src", "dst"));
        root.addSubcommand("dump", words(with(withFile(withValue(command(), "-i", "-c", "-s"), "-w"), "-D", HELP),
                "host", "net", "port", "portrange", "src", "dst", "and", "or", "not", "ip", "arp", "tcp", "udp", "icmp", "less", "greater"));
        root.addSubcommand("iptables", withValue(with(command(), "-L", "-S", "-F", "-n", "-v", "--line-numbers", HELP),
                "-t", "-A", "-I", "-D", "-R", "-N", "-X", "-P", "-Z", "-E", "-C", "-p", "-s", "-d", "-i", "-o", "-j", "-m"));
        root.addSubcommand("iptables-save", withValue(with(command(), "-c", "--counters", HELP), "-t"));
        root.addSubcommand("iptables-restore", with(command(), "-c", "-n", "--noflush", "--test", "--dry-run", HELP));
        root.addSubcommand("conntrack", with(command(), "-L", "-E", "-D", "-F", "-G", "-C", "-S", HELP));
        root.addSubcommand("sysctl", with(command(), "-a", "-n", "-w", HELP));
        root.addSubcommand("trace", withValue(with(command(), "--live", "--json", "--all", HELP), "-i", "-s", "-d", "-p", "--sport", "--dport",
                "--count"));
    }

    private static CommandSpec plugin() {
        CommandSpec plugin = with(command(), HELP);
        plugin.addSubcommand("list", with(command(), "--json"));
        plugin.addSubcommand("info", with(command(), "--json"));
        plugin.addSubcommand("load", files(command()));
        plugin.addSubcommand("upgrade", files(command()));
        plugin.addSubcommand("reload", command());
        plugin.addSubcommand("unload", with(command(), "--with-dependents"));
        return plugin;
    }

    private static CommandSpec ip() {
        CommandSpec ip = with(command(), "-br", "-j", "-p", "-o", "-s", "-4", HELP);
        ip.addSubcommand("address", actions("dev", "show", "add", "replace", "del", "flush"));
        ip.addSubcommand("link", actions("dev", "show", "set"));
        ip.addSubcommand("neighbour", actions("dev", "show", "add", "replace", "del", "flush"));
        ip.addSubcommand("route", actions("dev via table", "show", "get", "add", "change", "replace", "del", "flush"));
        ip.addSubcommand("rule", actions("from to fwmark iif pref lookup", "show", "add", "del", "flush"));
        return ip;
    }

    private static CommandSpec actions(String words, String... names) {
        CommandSpec object = command();
        for (String name : names) {
            object.addSubcommand(name, words(command(), words.split(" ")));
        }
        return object;
    }

    private static CommandSpec command() {
        return CommandSpec.create();
    }

    private static CommandSpec with(CommandSpec command, String... options) {
        for (String option : options) {
            command.addOption(OptionSpec.builder(option).build());
        }
        return command;
    }

    private static CommandSpec withValue(CommandSpec command, String... options) {
        for (String option : options) {
            command.addOption(OptionSpec.builder(option).arity("1").type(String.class).build());
        }
        return command;
    }

    private static CommandSpec withFile(CommandSpec command, String option) {
        return command.addOption(OptionSpec.builder(option).arity("1").type(File.class).build());
    }

    private static CommandSpec files(CommandSpec command) {
        return command.addPositional(PositionalParamSpec.builder().paramLabel("JAR").arity("0..*").type(List.class).auxiliaryTypes(File.class)
                .build());
    }

    private static CommandSpec words(CommandSpec command, String... candidates) {
        return command.addPositional(PositionalParamSpec.builder().paramLabel("WORD").arity("0..*").type(List.class)
                .auxiliaryTypes(String.class).completionCandidates(List.of(candidates)).build());
    }
}
