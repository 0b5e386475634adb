package io.weft.net.tables;

import io.weft.hook.Verdict;
import io.weft.net.packet.Packet;

/// A chain through which packets enter a table.
public interface BuiltInChain {

    /// Sends a packet through the table's rules from this chain on: the kernel's `ipt_do_table`. On the loop thread.
    ///
    /// The packet stays the caller's, unless the answer is STOLEN.
    Verdict run(Packet packet);
}
