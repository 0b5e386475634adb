package io.weft.net.tables.extension;

/// One use of a match in a rule.
public interface RuleMatch extends RulePart {

    /// What looks at packets for this rule. Called once when the rule enters a table; it lives until the rule leaves, whatever else in
    /// the table changes meanwhile, so that state may be kept in it.
    PacketMatch bind(RuleSite site);

    /// The control bits that a TCP segment must have; 0 for none.
    default int tcpFlags() {
        return 0;
    }
}
