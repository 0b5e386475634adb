package io.weft.net.app.roundtrip;

import io.weft.net.app.roundtrip.RuleSet.Rule;
import io.weft.net.app.roundtrip.Tables.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The kernel's tables and weft's, side by side.
record Comparison(Tables kernel, Tables weft) implements AutoCloseable {

    private static final Pattern LINE = Pattern.compile("(?:line: |line |:)(\\d+)");
    private static final List<String> LISTINGS = List.of("-S", "-L -n -v --line-numbers", "-L");
    private static final List<String> TABLES = List.of("filter", "mangle", "nat", "raw", "security");

    /// What they say of one text.
    record Said(Answer kernel, Answer weft) {

        boolean alike() {
            return kernel.equals(weft);
        }

        String difference() {
            if (kernel.exitCode() != weft.exitCode() || !kernel.err().equals(weft.err())) {
                return "kernel " + kernel.exitCode() + " " + kernel.err() + "weft   " + weft.exitCode() + " " + weft.err();
            }
            List<String> wanted = kernel.out().lines().toList();
            List<String> got = weft.out().lines().toList();
            for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
                String want = i < wanted.size() ? wanted.get(i) : "";
                String have = i < got.size() ? got.get(i) : "";
                if (!want.equals(have)) {
                    return "kernel " + want + "\nweft   " + have + "\n";
                }
            }
            return "line ends";
        }
    }

    /// Loads a text into both; where they take it, what comes out counts too.
    Said load(String text) throws Exception {
        return new Said(loaded(kernel, text), loaded(weft, text));
    }

    private static Answer loaded(Tables tables, String text) throws Exception {
        Answer answer = tables.run("iptables-restore -c", text);
        return answer.exitCode() != 0 ? answer : tables.run("iptables-save -c", "");
    }

    /// Compares all there is about a rule set.
    ///
    /// @return what differs, each with a set of one rule if that is enough
    List<String> differences(RuleSet set) throws Exception {
        var found = new ArrayList<String>();
        var rules = new ArrayList<>(set.rules());
        Said said = load(new RuleSet(rules).text());
        while (said.kernel.exitCode() != 0 || !said.alike()) {
            Rule bad = culprit(said, rules);
            if (bad == null) {
                found.add("together: " + said.difference() + new RuleSet(rules).text());
                return found;
            }
            Said alone = load(new RuleSet(List.of(bad)).text());
            if (!alone.alike()) {
                found.add(bad.table() + " " + bad.line() + "\n" + alone.difference());
            } else if (!said.alike()) {
                found.add("not alone, " + bad.table() + " " + bad.line() + "\n" + said.difference());
            }
            rules.remove(bad);
            load(new RuleSet(List.of()).text());
            said = load(new RuleSet(rules).text());
        }
        Said again = load(said.kernel.out());
        if (!again.alike()) {
            found.add("saved and loaded again: " + again.difference());
        }
        if (again.kernel.exitCode() != 0) {
            // the kernel has taken the tables before the one that it refuses, weft none
            load(new RuleSet(rules).text());
        }
        for (String table : TABLES) {
            for (String listing : LISTINGS) {
                String command = "iptables -t " + table + " " + listing;
                Said listed = new Said(unnamed(kernel.run(command, "")), unnamed(weft.run(command, "")));
                if (!listed.alike()) {
                    found.add(command + "\n" + listed.difference());
                }
            }
        }
        return found;
    }

    /// Networks have names in `/etc/networks`, which weft does not look up.
    private static Answer unnamed(Answer listed) {
        String out = listed.out().replaceAll("(?<=[ !])default(?=[ /])", "0.0.0.0").replaceAll(" +", " ");
        return new Answer(listed.exitCode(), out, listed.err());
    }

    /// The rule that is refused or comes out differently, found by its line or by trying.
    private @Nullable Rule culprit(Said said, List<Rule> rules) throws Exception {
        if (said.kernel.exitCode() != 0 || said.weft.exitCode() != 0) {
            Answer refusal = said.kernel.exitCode() != 0 ? said.kernel : said.weft;
            int first = Integer.MAX_VALUE;
            for (Answer each : List.of(said.kernel, said.weft)) {
                Matcher line = LINE.matcher(each.err());
                while (each.exitCode() != 0 && line.find()) {
                    first = Math.min(first, Integer.parseInt(line.group(1)));
                }
            }
            Rule named = first == Integer.MAX_VALUE ? null : new RuleSet(rules).at(first);
            if (named != null) {
                return named;
            }
        }
        return rules.isEmpty() || isTakenAlike(rules) ? null : lastOfShortestBad(rules);
    }

    /// The rule that makes a set bad which was good until then.
    private Rule lastOfShortestBad(List<Rule> rules) throws Exception {
        int good = 0;
        int bad = rules.size();
        while (bad - good > 1) {
            int middle = (good + bad) / 2;
            if (isTakenAlike(rules.subList(0, middle))) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return rules.get(bad - 1);
    }

    private boolean isTakenAlike(List<Rule> rules) throws Exception {
        load(new RuleSet(List.of()).text());
        Said said = load(new RuleSet(rules).text());
        return said.kernel.exitCode() == 0 && said.alike();
    }

    /// Leaves those out that the kernel refuses for what stands before them, and weft too.
    ///
    /// @throws AssertionError when they do not agree about the rest
    RuleSet agreeing(RuleSet set) throws Exception {
        var rules = new ArrayList<>(set.rules());
        while (true) {
            load(new RuleSet(List.of()).text());
            Said said = load(new RuleSet(rules).text());
            if (!said.alike()) {
                throw new AssertionError(said.difference() + lastOfShortestBad(rules));
            }
            if (said.kernel.exitCode() == 0) {
                return new RuleSet(rules);
            }
            rules.remove(lastOfShortestBad(rules));
        }
    }

    @Override
    public void close() throws Exception {
        try {
            kernel.close();
        } finally {
            weft.close();
        }
    }
}
