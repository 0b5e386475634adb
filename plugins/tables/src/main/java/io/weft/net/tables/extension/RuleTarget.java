package io.weft.net.tables.extension;

/// One use of a target in a rule.
public interface RuleTarget extends RulePart {

    /// What deals with packets for this rule. Called once when the rule enters a table; it lives until the rule leaves.
    PacketTarget bind(RuleSite site);
}
