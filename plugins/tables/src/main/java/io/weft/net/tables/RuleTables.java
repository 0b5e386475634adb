package io.weft.net.tables;

import io.weft.net.tables.extension.Extension;

/// The tables of one stack, and the matches and targets that their rules may use. A service of the tables plugin.
///
/// Methods may be called from any thread.
public interface RuleTables {

    /// Something that was added and can be taken back. Closing twice does nothing.
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /// Makes a table, its chains empty and their policies ACCEPT. Closing it takes it away with its rules.
    ///
    /// While a plugin is reloaded or upgraded, its new life registers the table that the old one has, says by {@link TableSpec.Builder#owner}
    /// that it is the same plugin's, and has it with its rules and counters; it stays until both have closed it.
    ///
    /// @throws IllegalStateException when there is one of that name, of another owner or with other chains
    RuleTable register(TableSpec spec);

    /// Makes a match or a target known. Taking it back also takes away every rule that uses it, and says so in the log unless the
    /// whole host closes.
    ///
    /// An extension of the same class, by its name, that another life of its plugin adds waits until the one that is there is taken back.
    /// Its rules go on with the new one then, in one step; they are read anew from what they save, and keep their counters.
    ///
    /// @throws IllegalStateException when there is a match, or a target, of that name, or when the new life of one would not understand
    ///     rules that use it
    Lease add(Extension<?> extension);

    /// Tells `watch` of the rules that packets come to that are {@link io.weft.net.packet.Packet#traced}.
    Lease watch(RuleWatch watch);
}
