package io.weft.net.tables.extension;

import io.weft.net.packet.Packet;

/// Deals with packets for one rule. Runs on the loop thread for each packet that the rule matched.
@FunctionalInterface
public interface PacketTarget {

    /// @param packet may be changed; the packet stays the caller's unless the answer is {@link Decision#STOLEN}
    Decision apply(Packet packet, Traversal traversal);
}
