package io.weft.net.tables.extension;

import java.util.Set;

/// The place of a rule, for an extension to check.
///
/// @param table the table's name
/// @param hooks the hook points from which packets can reach the rule; empty for a chain that nothing jumps to
/// @param protocol what `-p` says, 0 for all
/// @param protocolInverted it was `! -p`
/// @param tcpFlags control bits that all TCP segments have which reach the rule's target, as far as the options of its matches tell
public record RuleSite(String table, Set<String> hooks, int protocol, boolean protocolInverted, int tcpFlags) {

    /// A place whose rule asks for no control bits.
    public RuleSite(String table, Set<String> hooks, int protocol, boolean protocolInverted) {
        this(table, hooks, protocol, protocolInverted, 0);
    }

    /// Only packets of that protocol reach the rule's extensions.
    public boolean isOnly(int wanted) {
        return protocol == wanted && !protocolInverted;
    }
}
