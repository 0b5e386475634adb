package io.weft.net.tables.rule;

import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.TargetExtension;

/// What a rule does with a packet that it selects.
public sealed interface Action {

    Action COUNT = new Count();

    /// Nothing but to count it.
    record Count() implements Action { }

    /// A verdict.
    record Say(StandardVerdict verdict) implements Action { }

    /// On to another chain of the table.
    ///
    /// @param noReturn `-g`: a RETURN there goes to whoever jumped to this chain
    record Jump(String chain, boolean noReturn) implements Action { }

    /// To a target.
    record Use(TargetExtension extension, RuleTarget target) implements Action { }

    /// The word behind `-j`; empty for none.
    default String name() {
        return switch (this) {
            case Count _ -> "";
            case Say say -> say.verdict().name();
            case Jump jump -> jump.chain();
            case Use use -> use.extension().listedName();
        };
    }
}
