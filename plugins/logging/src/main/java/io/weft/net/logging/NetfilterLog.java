package io.weft.net.logging;

import io.weft.net.tables.RuleTables;
import java.util.function.Consumer;

/// The packets that rules hand out by `-j NFLOG`: a service of the logging plugin.
public interface NetfilterLog {

    /// Gets the packets of a group from now on, one after the other on the logging plugin's thread, never the loop's. Who takes long holds
    /// up files and other listeners, and packets are lost meanwhile; who throws is named in the log. From any thread.
    RuleTables.Lease listen(int group, Consumer<LoggedPacket> listener);
}
