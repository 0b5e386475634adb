package io.weft.net.tables;

import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.StandardVerdict;
import org.jspecify.annotations.Nullable;

/// A rule that a traced packet came to, or the end of a chain.
///
/// @param hook the hook point at which the table runs
/// @param builtIn the chain is one by which packets enter the table
/// @param number the rule's, from 1; at the end of the chain one more than its rules
/// @param rule null at the end of the chain
/// @param policy what becomes of packets at the end: of a chain that is not built in RETURN
public record RuleStep(
        String table, String hook, String chain, boolean builtIn, int number, @Nullable Rule rule, StandardVerdict policy) { }
