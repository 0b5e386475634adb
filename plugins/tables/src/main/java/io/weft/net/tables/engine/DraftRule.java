package io.weft.net.tables.engine;

import io.weft.net.tables.rule.Rule;

/// A rule at its place in a draft, with its counts.
public final class DraftRule {

    private final InstalledRule installed;
    private final Count count;
    // its place in the program that the draft was flattened to
    private int index;

    DraftRule(InstalledRule installed, Count count) {
        this.installed = installed;
        this.count = count;
    }

    public static DraftRule fresh(Rule rule, long packets, long bytes) {
        return new DraftRule(new InstalledRule(rule), Count.of(packets, bytes));
    }

    DraftRule carried() {
        return new DraftRule(installed, Count.carried(index));
    }

    DraftRule jumpingTo(String chain) {
        return new DraftRule(installed.jumpingTo(chain), count);
    }

    /// Another rule in its place, with its counts.
    DraftRule renewed(Rule next) {
        return new DraftRule(installed.renewed(next), count);
    }

    public Rule rule() {
        return installed.rule();
    }

    public Count count() {
        return count;
    }

    InstalledRule installed() {
        return installed;
    }

    void index(int place) {
        index = place;
    }
}
