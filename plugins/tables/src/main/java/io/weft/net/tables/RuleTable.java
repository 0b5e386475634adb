package io.weft.net.tables;

/// A table, as the plugin that owns it sees it.
public interface RuleTable extends RuleTables.Lease {

    String name();

    /// Whether somebody has named it yet: the kernel loads a table then, and not before. On the loop thread.
    boolean isLoaded();

    /// A built-in chain, for a handler to run. It stays the same whatever becomes of the rules.
    ///
    /// @throws IllegalArgumentException when the table was registered without it
    BuiltInChain chain(String name);
}
