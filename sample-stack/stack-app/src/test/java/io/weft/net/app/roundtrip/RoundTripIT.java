package io.weft.net.app.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.app.roundtrip.RuleSet.Rule;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The installed iptables-legacy in a network namespace and weft with all its plugins take and refuse the same rules, and save and list
/// them alike. `-Dweft.roundtrip.seeds=1000:3000` tries other made-up rule sets than the few of a build.
@Timeout(3600)
class RoundTripIT {

    private static final String VERSION = "iptables v1.8.9 (legacy)\n";
    private static final int RULES_PER_SET = 25;
    private static final int MANY = 5000;
    private static final int DIFFERENT = 500;

    private static Grammar grammar;
    private static Comparison both;

    @BeforeAll
    static void needsTheInstalledTool() throws Exception {
        skipUnless(new File("/usr/sbin/iptables-legacy").canExecute(), "there is no iptables-legacy on this machine");
        Tables.Kernel kernel = Tables.Kernel.make();
        boolean usable = kernel.run("iptables -V", "").out().equals(VERSION) && kernel.run("iptables -S", "").exitCode() == 0;
        if (!usable) {
            kernel.close();
        }
        skipUnless(usable, "iptables-legacy is not 1.8.9, or cannot be used in a network namespace of its own");
        both = new Comparison(kernel, Tables.Weft.make(Path.of("target", "weft", "plugins")));
        // tables are listed in the order in which they came into being
        both.weft().run("iptables -S", "");
        both.load(new RuleSet(List.of()).text());
        grammar = Grammar.load("/roundtrip/words.grammar");
    }

    private static void skipUnless(boolean fulfilled, String reason) {
        if (!fulfilled) {
            System.out.println("RoundTripIT is skipped: " + reason);
        }
        Assumptions.assumeTrue(fulfilled, reason);
    }

    @AfterAll
    static void close() throws Exception {
        if (both != null) {
            both.close();
        }
    }

    @Test
    void madeUpRulesAreTakenRefusedSavedAndListedAlike() throws Exception {
        String[] seeds = System.getProperty("weft.roundtrip.seeds", "0:8").split(":");
        var found = new ArrayList<String>();
        for (long seed = Long.parseLong(seeds[0]); seed < Long.parseLong(seeds[1]); seed++) {
            for (String difference : both.differences(RuleSet.random(grammar, new Random(seed), RULES_PER_SET))) {
                found.add("seed " + seed + ": " + difference);
            }
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"home-router", "docker-host", "fail2ban", "uncomplicated"})
    void textsFromTheFieldComeBackAlike(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(RoundTripIT.class.getResourceAsStream("/roundtrip/field/" + name + ".v4"))) {
            comesBackTwice(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void thousandsOfServiceRulesComeBackAlike() throws Exception {
        comesBackTwice(ServiceRules.text(MANY / 11));
    }

    @Test
    void thousandsOfMadeUpRulesComeBackAlikeWithTheirCounters() throws Exception {
        var random = new Random(MANY);
        var rules = new ArrayList<Rule>();
        while (rules.size() < DIFFERENT) {
            Rule rule = RuleSet.random(grammar, random, 1).rules().getFirst();
            Tables.Answer alone = both.weft().run("iptables-restore -c", new RuleSet(List.of(rule)).reached().text());
            // an option cut short to --he asks for help, and nothing is loaded
            if (alone.exitCode() == 0 && alone.out().isEmpty()) {
                rules.add(rule);
            }
        }
        rules = new ArrayList<>(both.agreeing(new RuleSet(rules).reached()).rules());
        while (rules.size() < MANY) {
            rules.add(rules.get(random.nextInt(DIFFERENT)));
        }
        comesBackTwice(new RuleSet(rules).text());
    }

    private static void comesBackTwice(String text) throws Exception {
        Comparison.Said first = both.load(text);
        assertThat(first.kernel().exitCode()).as(first.kernel().err()).isZero();
        assertThat(first.weft()).isEqualTo(first.kernel());
        Comparison.Said second = both.load(first.weft().out());
        assertThat(second.weft()).isEqualTo(second.kernel());
    }
}
