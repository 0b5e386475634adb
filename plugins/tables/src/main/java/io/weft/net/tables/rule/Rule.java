package io.weft.net.tables.rule;

import java.util.List;

/// A rule. Two rules that are equal are the same to `-C` and `-D`.
public record Rule(Selector selector, List<MatchUse> matches, Action action) {

    public Rule {
        matches = List.copyOf(matches);
    }

    /// It ends the way of every packet that reaches it, so that nothing behind it in its chain is ever reached.
    public boolean isFinal() {
        return selector.isEmpty() && matches.isEmpty() && action instanceof Action.Say;
    }
}
