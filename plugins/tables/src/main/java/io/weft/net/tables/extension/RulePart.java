package io.weft.net.tables.extension;

import org.jspecify.annotations.Nullable;

/// One use of an extension in a rule: its options as an immutable value. Two rules are the same when their parts are equal, so a part
/// is mostly a record.
public interface RulePart {

    /// Its options as `iptables-save` writes them, without the extension's name; empty where there are none.
    String save();

    /// Itself as `iptables -L` shows it; empty to show nothing.
    ///
    /// @param numeric ports and the like as numbers (`-n`), not as names
    String list(boolean numeric);

    /// Whether a blank parts it in that list from what stands before it. It should; iptables forgets it with one or two.
    default boolean listedApart() {
        return true;
    }

    /// Checks what the extension's {@link Limits} cannot say about the place of the rule.
    ///
    /// @throws RefusedException when the rule may not stand there
    default void check(RuleSite site) throws RefusedException { }

    /// What other rules must agree with it about, or null if they are free.
    default @Nullable SharedTerms sharedTerms() {
        return null;
    }
}
