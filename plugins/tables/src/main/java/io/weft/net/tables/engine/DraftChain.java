package io.weft.net.tables.engine;

import io.weft.net.tables.rule.StandardVerdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chain of a draft.
public final class DraftChain {

    private final String name;
    private final @Nullable String hook;
    private final Count policyCount;
    private final List<DraftRule> rules;
    private StandardVerdict policy;
    // the place of its last entry, the policy or the return, in the program that the draft was flattened to
    private int tail;

    DraftChain(String name, @Nullable String hook, StandardVerdict policy, Count policyCount, List<DraftRule> rules) {
        this.name = name;
        this.hook = hook;
        this.policy = policy;
        this.policyCount = policyCount;
        this.rules = rules;
    }

    static DraftChain builtIn(String name, String hook) {
        return new DraftChain(name, hook, StandardVerdict.ACCEPT, Count.of(0, 0), new ArrayList<>());
    }

    static DraftChain user(String name) {
        return new DraftChain(name, null, StandardVerdict.RETURN, Count.of(0, 0), new ArrayList<>());
    }

    DraftChain carried() {
        var copies = new ArrayList<DraftRule>(rules.size() + 1);
        rules.forEach(rule -> copies.add(rule.carried()));
        return new DraftChain(name, hook, policy, Count.carried(tail), copies);
    }

    DraftChain named(String other) {
        return new DraftChain(other, hook, policy, policyCount, rules);
    }

    public String name() {
        return name;
    }

    public boolean isBuiltIn() {
        return hook != null;
    }

    /// The hook point at which packets enter it, or null for a user chain.
    @Nullable String hook() {
        return hook;
    }

    /// What becomes of a packet at the end: a user chain's is RETURN.
    public StandardVerdict policy() {
        return policy;
    }

    public void policy(StandardVerdict verdict) {
        policy = verdict;
    }

    public Count policyCount() {
        return policyCount;
    }

    /// The rules in order; to be changed.
    public List<DraftRule> rules() {
        return rules;
    }

    int tail() {
        return tail;
    }

    void tail(int place) {
        tail = place;
    }
}
