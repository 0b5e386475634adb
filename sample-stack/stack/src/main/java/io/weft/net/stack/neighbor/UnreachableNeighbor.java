package io.weft.net.stack.neighbor;

import io.weft.net.packet.Packet;

/// Told of each packet whose next hop did not answer, before it is dropped; the packet stays the table's.
@FunctionalInterface
public interface UnreachableNeighbor {

    void unreachable(Packet packet);
}
