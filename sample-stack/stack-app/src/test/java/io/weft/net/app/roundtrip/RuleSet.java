package io.weft.net.app.roundtrip;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A made-up rule set, as lines for iptables-restore: all five tables, with chains of their own.
///
/// @param rules each with its table
record RuleSet(List<Rule> rules) {

    /// A line of a table.
    record Rule(String table, String line) { }

    private record Table(String name, List<String> chains) { }

    private static final List<Table> TABLES = List.of(
            new Table("security", List.of("INPUT", "FORWARD", "OUTPUT")),
            new Table("raw", List.of("PREROUTING", "OUTPUT")),
            new Table("nat", List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING")),
            new Table("mangle", List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING")),
            new Table("filter", List.of("INPUT", "FORWARD", "OUTPUT")));
    /// Chains of every table; a rule in one of them may jump to those behind it, so that most sets have no loops.
    private static final List<String> OWN = List.of("f2b-sshd", "web", "a.b", "x_y-z", "DOCKER", "KUBE-SVC-ABCDEFGHIJKLMNOP",
            "twenty-eight-characters-long", "log+drop", "a:b");

    static RuleSet random(Grammar grammar, Random random, int number) {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < number; i++) {
            Table table = TABLES.get(random.nextInt(TABLES.size()));
            String chain = random.nextInt(3) == 0 ? OWN.getFirst() : table.chains.get(random.nextInt(table.chains.size()));
            String rule = grammar.make("rule", table.name, random);
            if (random.nextInt(25) == 0) {
                rule = abbreviated(rule, random);
            }
            String counts = random.nextInt(5) == 0 ? "[" + random.nextInt(1000) + ":" + random.nextLong(1L << 50) + "] " : "";
            rules.add(new Rule(table.name, counts + "-A " + chain + " " + rule));
        }
        return new RuleSet(rules);
    }

    /// A rule with one of its long options cut short, as getopt allows while it is clear which is meant.
    private static String abbreviated(String rule, Random random) {
        String[] words = rule.split(" ");
        int at = random.nextInt(words.length);
        if (words[at].matches("--[a-z-]{4,}")) {
            words[at] = words[at].substring(0, random.nextInt(4, words[at].length()));
        }
        return String.join(" ", words);
    }

    /// The same, with the first of each table's own chains within reach of all its hooks.
    RuleSet reached() {
        var all = new ArrayList<Rule>();
        for (Table table : TABLES) {
            table.chains.forEach(chain -> all.add(new Rule(table.name, "-A " + chain + " -j " + OWN.getFirst())));
        }
        all.addAll(rules);
        return new RuleSet(all);
    }

    /// For iptables-restore.
    String text() {
        var text = new StringBuilder();
        for (Table table : TABLES) {
            text.append('*').append(table.name).append('\n');
            table.chains.forEach(chain -> text.append(':').append(chain).append(" ACCEPT [0:0]\n"));
            OWN.forEach(chain -> text.append(':').append(chain).append(" - [0:0]\n"));
            rules.stream().filter(rule -> rule.table.equals(table.name)).forEach(rule -> text.append(rule.line).append('\n'));
            text.append("COMMIT\n");
        }
        return text.toString();
    }

    /// The rule at a line of {@link #text}, counted from 1, or null.
    @Nullable Rule at(int line) {
        int next = 1;
        for (Table table : TABLES) {
            next += 1 + table.chains.size() + OWN.size();
            for (Rule rule : rules) {
                if (rule.table.equals(table.name) && next++ == line) {
                    return rule;
                }
            }
            next++;
        }
        return null;
    }
}
