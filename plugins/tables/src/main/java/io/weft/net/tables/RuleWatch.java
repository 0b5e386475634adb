package io.weft.net.tables;

import io.weft.net.packet.Packet;

/// Is told which rules traced packets come to. Runs on the loop thread, in the middle of a table: it looks and changes nothing.
public interface RuleWatch {

    /// A rule did not match.
    ///
    /// @param what did not fit, as it stands in the rule: `-s`, or `-m` and the name of the first match that said no
    default void missed(Packet packet, RuleStep step, String what) { }

    /// A rule matched, or the chain's end was reached; the rule's target has not run yet.
    void matched(Packet packet, RuleStep step);

    /// The rule's target has run.
    ///
    /// @param decision such as CONTINUE, ACCEPT or DROP
    default void decided(Packet packet, RuleStep step, String decision) { }
}
