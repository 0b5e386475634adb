package io.weft.net.tables.engine;

import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule with what runs for it. It stays the same object from the change that brings the rule to the one that takes it away, so that
/// state in its matches and target outlives other changes.
final class InstalledRule {

    private final Rule rule;
    private PacketMatch @Nullable [] matches;
    private @Nullable PacketTarget target;
    /// Whose place it takes, until it is bound.
    private @Nullable InstalledRule before;

    InstalledRule(Rule rule) {
        this.rule = rule;
    }

    Rule rule() {
        return rule;
    }

    /// The same with a jump to another name, what is bound included.
    InstalledRule jumpingTo(String chain) {
        Action.Jump jump = (Action.Jump) rule.action();
        var renamed = new InstalledRule(new Rule(rule.selector(), rule.matches(), new Action.Jump(chain, jump.noReturn())));
        renamed.matches = matches;
        return renamed;
    }

    /// Another rule in its place, in which some parts are others. Those that are the same keep what is bound.
    InstalledRule renewed(Rule next) {
        var renewed = new InstalledRule(next);
        renewed.before = this;
        return renewed;
    }

    private @Nullable PacketMatch keptMatch(int i, RuleMatch match) {
        return before != null && before.matches != null && before.rule.matches().get(i).match() == match ? before.matches[i] : null;
    }

    private @Nullable PacketTarget keptTarget(RuleTarget asked) {
        return before != null && before.rule.action() instanceof Action.Use use && use.target() == asked ? before.target : null;
    }

    /// Makes what looks at packets, when the rule first enters a table.
    void bind(RuleSite site) {
        if (matches != null) {
            return;
        }
        List<MatchUse> uses = rule.matches();
        var bound = new PacketMatch[uses.size()];
        for (int i = 0; i < bound.length; i++) {
            PacketMatch kept = keptMatch(i, uses.get(i).match());
            bound[i] = kept != null ? kept : uses.get(i).match().bind(site);
        }
        if (rule.action() instanceof Action.Use use) {
            PacketTarget kept = keptTarget(use.target());
            target = kept != null ? kept : use.target().bind(site);
        }
        before = null;
        matches = bound;
    }

    /// Null when there are none, so that the interpreter has one check.
    PacketMatch @Nullable [] boundMatches() {
        return matches == null || matches.length == 0 ? null : matches;
    }

    @Nullable PacketTarget boundTarget() {
        return target;
    }
}
