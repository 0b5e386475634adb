package io.weft.net.tables.iptables;

import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.TargetExtension;
import io.weft.net.tables.rule.AddressMask;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Selector;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A call of `iptables` that was read and found in order as far as words go.
///
/// @param operations one, or a listing and a zeroing
/// @param chain null for all
/// @param number of a rule, from 1; 0 for none
/// @param argument the new name or the policy, where the operation has one
/// @param options those that were given
/// @param rule null unless an operation takes one
record Invocation(
        Set<Operation> operations, @Nullable String chain, int number, @Nullable String argument, String table,
        Set<RuleOption> options, int verbosity, @Nullable Counters counters, @Nullable RuleWords rule) {

    /// What `-c` said.
    record Counters(long packets, long bytes) { }

    /// A rule, or several at once: one for each pair of addresses.
    ///
    /// @param jump the word behind `-j` or `-g`; empty for none
    /// @param target the target of that name, or null where it names a verdict, a chain, or nothing that is known
    record RuleWords(
            Selector selector, List<AddressMask> sources, List<AddressMask> destinations, List<MatchUse> matches,
            String jump, boolean noReturn, @Nullable TargetExtension targetExtension, @Nullable RuleTarget target) { }

    boolean has(RuleOption option) {
        return options.contains(option);
    }
}
