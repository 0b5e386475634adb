package io.weft.net.tables.engine;

import io.weft.net.tables.RuleStep;
import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.StandardVerdict;
import java.util.Arrays;
import java.util.List;

/// Which rule of which chain stands in each row of a program, for those who are told of a packet's way.
///
/// @param firsts the first row of each chain, ascending
record RuleIndex(String table, List<Chain> chains, int[] firsts) {

    record Chain(String name, boolean builtIn, List<Rule> rules, StandardVerdict policy) { }

    static RuleIndex of(String table, List<DraftChain> drafts) {
        int[] firsts = new int[drafts.size()];
        int row = 0;
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = row;
            row += drafts.get(i).rules().size() + 1;
        }
        List<Chain> chains = drafts.stream()
                .map(draft -> new Chain(draft.name(), draft.isBuiltIn(), draft.rules().stream().map(DraftRule::rule).toList(),
                        draft.policy()))
                .toList();
        return new RuleIndex(table, chains, firsts);
    }

    RuleStep step(int row, String hook) {
        int found = Arrays.binarySearch(firsts, row);
        int which = found >= 0 ? found : -found - 2;
        Chain chain = chains.get(which);
        int place = row - firsts[which];
        Rule rule = place < chain.rules().size() ? chain.rules().get(place) : null;
        return new RuleStep(table, hook, chain.name(), chain.builtIn(), place + 1, rule, chain.policy());
    }
}
