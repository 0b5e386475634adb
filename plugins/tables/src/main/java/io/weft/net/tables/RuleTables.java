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
    /// @throws IllegalStateException when there is one of that name
    RuleTable register(TableSpec spec);

    /// Makes a match or a target known. Taking it back also takes away every rule that uses it, and says so in the log unless the
    /// whole host closes.
    ///
    /// @throws IllegalStateException when there is a match, or a target, of that name
    Lease add(Extension<?> extension);

    /// Tells `watch` of the rules that packets come to that are {@link io.weft.net.packet.Packet#traced}.
    Lease watch(RuleWatch watch);
}
