package io.weft.net.tables.iptables;

import io.weft.net.tables.engine.CounterSnapshot;
import io.weft.net.tables.engine.DraftChain;
import io.weft.net.tables.engine.DraftRule;
import io.weft.net.tables.engine.LiveTable;
import io.weft.net.tables.engine.TableDraft;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.AddressMask;
import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.StandardVerdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries calls of `iptables` out on a draft of one table, and prints what they print.
final class Editor {

    private static final int MAX_CHAIN_NAME = 28;

    private final LiveTable table;
    private final TableDraft draft;
    private final PrintStream out;
    private final PrintStream err;
    private @Nullable CounterSnapshot snapshot;
    private boolean changed;

    Editor(LiveTable table, PrintStream out, PrintStream err) {
        this.table = table;
        this.draft = table.draft();
        this.out = out;
        this.err = err;
    }

    TableDraft draft() {
        return draft;
    }

    /// A draft of the table as it is without the changes.
    TableDraft draftBefore() {
        return table.draft();
    }

    /// Something was done that wants a commit.
    boolean changed() {
        return changed;
    }

    /// @throws ChainException when the table does not take it; the draft may be half changed then, and is to be thrown away
    void run(Invocation call) throws ToolException, ChainException {
        boolean verbose = call.verbosity() > 0;
        for (Operation operation : call.operations()) {
            switch (operation) {
                case APPEND, INSERT, REPLACE, DELETE, CHECK -> rules(operation, call);
                case DELETE_NUMBER -> {
                    DraftChain chain = need(call.chain());
                    requireRule(chain, call.number(), "Index of deletion too big");
                    chain.rules().remove(call.number() - 1);
                }
                case LIST -> list(call);
                case LIST_RULES -> listRules(call.chain(), call.number(), verbose);
                case FLUSH -> flush(call.chain(), verbose);
                case ZERO -> zero(call.chain(), verbose);
                case ZERO_NUMBER -> {
                    DraftChain chain = need(call.chain());
                    requireRule(chain, call.number(), "Index of counter too big");
                    chain.rules().get(call.number() - 1).count().subtract(counters());
                }
                case NEW_CHAIN -> create(String.valueOf(call.chain()));
                case DELETE_CHAIN -> delete(call.chain(), verbose);
                case RENAME_CHAIN -> rename(String.valueOf(call.chain()), String.valueOf(call.argument()));
                case POLICY -> policy(String.valueOf(call.chain()), String.valueOf(call.argument()), call.counters());
            }
            changed |= operation != Operation.LIST && operation != Operation.LIST_RULES && operation != Operation.CHECK;
        }
    }

    private CounterSnapshot counters() {
        CounterSnapshot taken = snapshot;
        if (taken == null) {
            taken = table.counters();
            snapshot = taken;
        }
        return taken;
    }

    private DraftChain need(@Nullable String name) throws ChainException {
        DraftChain chain = name == null ? null : draft.chain(name);
        if (chain == null) {
            throw ChainException.of(ChainException.NO_CHAIN);
        }
        return chain;
    }

    private List<DraftChain> chains(@Nullable String name) throws ChainException {
        return name == null ? draft.chains() : List.of(need(name));
    }

    // ---- rules

    private void rules(Operation operation, Invocation call) throws ToolException, ChainException {
        Invocation.RuleWords words = call.rule();
        if (words == null) {
            throw new IllegalStateException(operation + " without a rule");
        }
        Action action = action(words);
        for (AddressMask source : words.sources()) {
            for (AddressMask destination : words.destinations()) {
                var rule = new Rule(words.selector().withAddresses(source, destination), words.matches(), action);
                if (call.verbosity() > 0) {
                    Listing.line(rule, out);
                }
                rule(operation, call, rule);
            }
        }
    }

    private void rule(Operation operation, Invocation call, Rule rule) throws ChainException {
        Invocation.Counters start = call.counters();
        DraftRule fresh = DraftRule.fresh(rule, start == null ? 0 : start.packets(), start == null ? 0 : start.bytes());
        switch (operation) {
            case APPEND -> {
                List<DraftRule> rules = need(call.chain()).rules();
                requireUserTarget(rule);
                rules.add(fresh);
            }
            case INSERT -> {
                List<DraftRule> rules = need(call.chain()).rules();
                if (call.number() - 1 > rules.size()) {
                    throw ChainException.of("Index of insertion too big");
                }
                requireUserTarget(rule);
                rules.add(call.number() - 1, fresh);
            }
            case REPLACE -> {
                DraftChain chain = need(call.chain());
                requireRule(chain, call.number(), "Index of replacement too big");
                requireUserTarget(rule);
                chain.rules().set(call.number() - 1, fresh);
            }
            case DELETE -> {
                DraftChain chain = chainOf(rule, call.chain());
                chain.rules().remove(indexOf(chain, rule));
            }
            case CHECK -> indexOf(chainOf(rule, call.chain()), rule);
            default -> throw new IllegalStateException(operation + " has no rule");
        }
    }

    private DraftChain chainOf(Rule rule, @Nullable String name) throws ChainException {
        DraftChain chain = name == null ? null : draft.chain(name);
        if (chain == null) {
            throw noSuchRule(rule);
        }
        return chain;
    }

    private static int indexOf(DraftChain chain, Rule rule) throws ChainException {
        for (int i = 0; i < chain.rules().size(); i++) {
            if (chain.rules().get(i).rule().equals(rule)) {
                return i;
            }
        }
        throw noSuchRule(rule);
    }

    private static ChainException noSuchRule(Rule rule) {
        // libiptc remembers what it did last, and for these targets that was to look for a chain
        boolean lookedForChain = rule.action() instanceof Action.Jump || rule.action() instanceof Action.Use;
        return ChainException.of(lookedForChain ? ChainException.NO_CHAIN : ChainException.NO_RULE);
    }

    private Action action(Invocation.RuleWords words) throws ToolException {
        String name = words.jump();
        if (name.isEmpty()) {
            return Action.COUNT;
        }
        if (draft.chain(name) != null) {
            if (words.targetExtension() != null) {
                err.print("Warning: using chain " + name + ", not extension\n");
            }
            return new Action.Jump(name, words.noReturn());
        }
        if (words.noReturn()) {
            throw ToolException.parameter("goto '" + name + "' is not a chain");
        }
        StandardVerdict verdict = StandardVerdict.named(name);
        if (verdict != null) {
            return new Action.Say(verdict);
        }
        if (words.targetExtension() == null || words.target() == null) {
            throw ToolException.parameter("Couldn't load target `" + name + "':No such file or directory\n");
        }
        return new Action.Use(words.targetExtension(), words.target());
    }

    private void requireUserTarget(Rule rule) throws ChainException {
        if (rule.action() instanceof Action.Jump jump && need(jump.chain()).isBuiltIn()) {
            throw ChainException.invalid();
        }
    }

    private static void requireRule(DraftChain chain, int number, String complaint) throws ChainException {
        if (number > chain.rules().size()) {
            throw ChainException.of(complaint);
        }
    }

    // ---- lists

    private void list(Invocation call) throws ChainException {
        boolean verbose = call.verbosity() > 0;
        var listing = new Listing(
                verbose, call.has(RuleOption.NUMERIC), call.has(RuleOption.EXACT), call.has(RuleOption.LINE_NUMBERS));
        CounterSnapshot counters = verbose ? counters() : null;
        Map<String, Integer> references = draft.references();
        boolean first = true;
        for (DraftChain chain : chains(call.chain())) {
            if (!first) {
                out.print("\n");
            }
            first = false;
            if (call.number() == 0) {
                listing.header(chain, references.getOrDefault(chain.name(), 0), counters, out);
            }
            for (int i = 0; i < chain.rules().size(); i++) {
                if (call.number() == 0 || call.number() == i + 1) {
                    listing.rule(chain.rules().get(i), i + 1, counters, out);
                }
            }
        }
    }

    private void listRules(@Nullable String name, int number, boolean verbose) throws ChainException {
        CounterSnapshot counters = verbose ? counters() : null;
        List<DraftChain> chains = chains(name);
        if (number == 0) {
            for (DraftChain chain : chains) {
                out.print(chain.isBuiltIn() ? "-P " + chain.name() + " " + chain.policy() : "-N " + chain.name());
                if (counters != null && chain.isBuiltIn()) {
                    out.print(" -c " + Long.toUnsignedString(chain.policyCount().packets(counters))
                            + " " + Long.toUnsignedString(chain.policyCount().bytes(counters)));
                }
                out.print("\n");
            }
        }
        for (DraftChain chain : chains) {
            for (int i = 0; i < chain.rules().size(); i++) {
                if (number == 0 || number == i + 1) {
                    out.print(RuleText.of(chain.name(), chain.rules().get(i), counters) + "\n");
                }
            }
        }
    }

    // ---- chains

    void flush(@Nullable String name, boolean verbose) throws ChainException {
        for (DraftChain chain : chains(name)) {
            if (verbose) {
                out.print("Flushing chain `" + chain.name() + "'\n");
            }
            chain.rules().clear();
        }
    }

    private void zero(@Nullable String name, boolean verbose) throws ChainException {
        for (DraftChain chain : chains(name)) {
            if (verbose) {
                out.print("Zeroing chain `" + chain.name() + "'\n");
            }
            chain.rules().forEach(rule -> rule.count().subtract(counters()));
            chain.policyCount().subtract(counters());
        }
    }

    void create(String name) throws ChainException {
        if (draft.chain(name) != null) {
            throw ChainException.of("Chain already exists");
        }
        draft.addChain(name);
    }

    /// @param name null for all user chains
    void delete(@Nullable String name, boolean verbose) throws ChainException {
        if (name != null) {
            deleteOne(need(name), draft.references(), verbose);
            return;
        }
        // only chains without rules go, so that the count stays right
        Map<String, Integer> references = draft.references();
        for (DraftChain chain : new ArrayList<>(draft.chains())) {
            if (!chain.isBuiltIn()) {
                deleteOne(chain, references, verbose);
            }
        }
    }

    private void deleteOne(DraftChain chain, Map<String, Integer> references, boolean verbose) throws ChainException {
        if (verbose) {
            out.print("Deleting chain `" + chain.name() + "'\n");
        }
        if (chain.isBuiltIn()) {
            throw ChainException.invalid();
        }
        if (references.getOrDefault(chain.name(), 0) > 0) {
            throw ChainException.of("Too many links");
        }
        if (!chain.rules().isEmpty()) {
            throw ChainException.of("Directory not empty");
        }
        draft.removeChain(chain.name());
    }

    private void rename(String from, String to) throws ChainException {
        if (draft.chain(to) != null || StandardVerdict.named(to) != null) {
            throw ChainException.of("File exists");
        }
        DraftChain chain = draft.chain(from);
        if (chain == null || chain.isBuiltIn()) {
            throw ChainException.of(ChainException.NO_CHAIN);
        }
        if (to.length() > MAX_CHAIN_NAME) {
            throw ChainException.invalid();
        }
        draft.renameChain(from, to);
    }

    /// @param counters null to begin from 0
    void policy(String name, String policy, Invocation.@Nullable Counters counters) throws ChainException {
        DraftChain chain = draft.chain(name);
        if (chain == null || !chain.isBuiltIn()) {
            throw ChainException.of("Bad built-in chain name");
        }
        StandardVerdict verdict = StandardVerdict.named(policy);
        if (verdict == null || verdict == StandardVerdict.RETURN) {
            throw ChainException.invalid("Bad policy name");
        }
        chain.policy(verdict);
        chain.policyCount().set(counters == null ? 0 : counters.packets(), counters == null ? 0 : counters.bytes());
    }
}
