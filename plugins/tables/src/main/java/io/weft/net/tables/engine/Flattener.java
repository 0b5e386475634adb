package io.weft.net.tables.engine;

import io.weft.hook.Verdict;
import io.weft.net.tables.engine.classify.Classifier;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RulePart;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.Selector;
import io.weft.net.tables.rule.StandardVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks a draft as the kernel checks a table, and lays its chains out as a program.
final class Flattener {

    private final TableDraft draft;
    private final List<DraftChain> chains;
    private final ChainGraph graph;
    private final Map<String, Integer> firstRows = new HashMap<>();
    private final Map<String, Integer> patterns = new HashMap<>();
    private final List<String> patternList = new ArrayList<>();
    private final int[] words;
    private final PacketMatch @Nullable [][] matches;
    private final @Nullable PacketTarget[] targets;
    private final Verdict[] drops;

    private Flattener(TableDraft draft) throws RefusedException {
        this.draft = draft;
        chains = draft.chains();
        graph = new ChainGraph(draft);
        int rows = 0;
        for (DraftChain chain : chains) {
            firstRows.put(chain.name(), rows);
            rows += chain.rules().size() + 1;
        }
        words = new int[rows * Program.WIDTH];
        matches = new PacketMatch[rows][];
        targets = new PacketTarget[rows];
        drops = new Verdict[rows];
    }

    /// @param agreed what rules of other tables share, and of this table as it was
    /// @param compiled with a classifier, where it is of use
    /// @throws RefusedException when the draft is no table that may be; nothing is changed by then
    static Program flatten(TableDraft draft, Agreements agreed, boolean compiled) throws RefusedException {
        var flattener = new Flattener(draft);
        flattener.check(agreed);
        return flattener.layOut(compiled);
    }

    /// The same for a draft that lacks rules of a table and has none that are new: what is left was taken once, whatever has become of the
    /// state that some match's check looks at.
    static Program flattenRest(TableDraft draft, boolean compiled) throws RefusedException {
        return new Flattener(draft).layOut(compiled);
    }

    /// Only checks a draft.
    ///
    /// @throws RefusedException when the draft is no table that may be
    static void check(TableDraft draft, Agreements agreed) throws RefusedException {
        new Flattener(draft).check(agreed);
    }

    private void check(Agreements agreed) throws RefusedException {
        for (DraftChain chain : chains) {
            Set<String> hooks = graph.hooksOf(chain);
            for (DraftRule rule : chain.rules()) {
                check(rule.rule(), site(rule.rule(), hooks), agreed);
                hooks = behind(rule.rule(), hooks);
            }
        }
    }

    private static void check(Rule rule, RuleSite site, Agreements agreed) throws RefusedException {
        for (MatchUse use : rule.matches()) {
            use.extension().limits().check(use.extension().name() + " match", site);
            check(use.match(), site, agreed);
        }
        if (rule.action() instanceof Action.Use use) {
            use.extension().limits().check(use.extension().name() + " target", site);
            check(use.target(), site, agreed);
        }
    }

    private static void check(RulePart part, RuleSite site, Agreements agreed) throws RefusedException {
        part.check(site);
        agreed.check(part);
    }

    /// The hook points from which packets reach the rule behind one that they reach from `hooks`.
    private static Set<String> behind(Rule rule, Set<String> hooks) {
        return rule.isFinal() ? Set.of() : hooks;
    }

    private RuleSite site(Rule rule, Set<String> hooks) {
        Selector selector = rule.selector();
        int tcpFlags = 0;
        for (MatchUse use : rule.matches()) {
            tcpFlags |= use.match().tcpFlags();
        }
        return new RuleSite(draft.spec().name(), hooks, selector.protocol(), selector.notProtocol(), tcpFlags);
    }

    private Program layOut(boolean compiled) {
        var entries = new ArrayList<Program.Entry>();
        var bodies = new ArrayList<Classifier.Chain>();
        int row = 0;
        for (DraftChain chain : chains) {
            String place = draft.spec().name() + " " + chain.name();
            int first = row;
            Verdict drop = Verdict.drop("rule in " + place);
            Set<String> hooks = graph.hooksOf(chain);
            for (DraftRule rule : chain.rules()) {
                rule.index(row);
                drops[row] = drop;
                put(row++, rule.installed(), hooks);
                hooks = behind(rule.rule(), hooks);
            }
            bodies.add(new Classifier.Chain(first, chain.rules().stream().map(DraftRule::rule).toList()));
            chain.tail(row);
            drops[row] = Verdict.drop("policy of " + place);
            word(row, Program.IN, Program.ANY);
            word(row, Program.OUT, Program.ANY);
            word(row, Program.ACTION, code(chain.policy()));
            String hook = chain.hook();
            if (hook != null) {
                entries.add(new Program.Entry(hook, first, row, Verdict.drop("malformed, in " + place)));
            }
            row++;
        }
        var rows = new Program.Rows(
                words, matches, targets, drops, entries.toArray(Program.Entry[]::new), new long[2 * row],
                RuleIndex.of(draft.spec().name(), chains));
        return new Program(draft.spec().name(), rows, new InterfaceRows(patternList), graph.deepest(),
                compiled ? Classifier.of(bodies, row) : null);
    }

    private void put(int row, InstalledRule installed, Set<String> hooks) {
        Rule rule = installed.rule();
        installed.bind(site(rule, hooks));
        Selector asked = rule.selector();
        word(row, Program.SOURCE, asked.source().address());
        word(row, Program.SOURCE_MASK, asked.source().mask());
        word(row, Program.DESTINATION, asked.destination().address());
        word(row, Program.DESTINATION_MASK, asked.destination().mask());
        word(row, Program.IN, pattern(asked.in()));
        word(row, Program.OUT, pattern(asked.out()));
        word(row, Program.ASKS, asks(asked) | (rule.action() instanceof Action.Jump jump && jump.noReturn() ? Program.NO_RETURN : 0));
        word(row, Program.ACTION, code(rule.action()));
        matches[row] = installed.boundMatches();
        targets[row] = installed.boundTarget();
    }

    private void word(int row, int column, int value) {
        words[row * Program.WIDTH + column] = value;
    }

    private int pattern(String pattern) {
        if (pattern.isEmpty()) {
            return Program.ANY;
        }
        return patterns.computeIfAbsent(pattern, fresh -> {
            patternList.add(fresh);
            return patternList.size() - 1;
        });
    }

    private static int asks(Selector asked) {
        return asked.protocol()
                | flag(asked.notSource(), Program.NOT_SOURCE)
                | flag(asked.notDestination(), Program.NOT_DESTINATION)
                | flag(asked.notIn(), Program.NOT_IN)
                | flag(asked.notOut(), Program.NOT_OUT)
                | flag(asked.notProtocol(), Program.NOT_PROTOCOL)
                | flag(asked.fragment(), Program.FRAGMENT)
                | flag(asked.notFragment(), Program.NOT_FRAGMENT);
    }

    private static int flag(boolean set, int bit) {
        return set ? bit : 0;
    }

    private int code(Action action) {
        return switch (action) {
            case Action.Count _ -> Program.COUNT;
            case Action.Say say -> code(say.verdict());
            case Action.Jump jump -> firstRows.get(jump.chain());
            case Action.Use _ -> Program.USE;
        };
    }

    private static int code(StandardVerdict verdict) {
        return switch (verdict) {
            case ACCEPT -> Program.ACCEPT;
            case DROP -> Program.DROP;
            case RETURN -> Program.RETURN;
        };
    }
}
