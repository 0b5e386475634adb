package io.weft.net.tables.engine;

import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RulePart;
import io.weft.net.tables.extension.SharedTerms;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.MatchUse;
import java.util.HashMap;
import java.util.Map;

/// On what terms rules share things by name, in all tables.
final class Agreements {

    private final Map<String, Object> terms = new HashMap<>();

    /// Takes down what rules that are in force share.
    void add(TableDraft draft) {
        for (DraftChain chain : draft.chains()) {
            for (DraftRule rule : chain.rules()) {
                for (MatchUse use : rule.rule().matches()) {
                    agrees(use.match());
                }
                if (rule.rule().action() instanceof Action.Use use) {
                    agrees(use.target());
                }
            }
        }
    }

    /// @throws RefusedException when rules before share what it shares on other terms
    void check(RulePart part) throws RefusedException {
        if (!agrees(part)) {
            throw RefusedException.invalid(part.sharedTerms() + " is not what other rules agreed on");
        }
    }

    private boolean agrees(RulePart part) {
        SharedTerms mine = part.sharedTerms();
        return mine == null || terms.merge(mine.shared(), mine.terms(), (first, _) -> first).equals(mine.terms());
    }
}
