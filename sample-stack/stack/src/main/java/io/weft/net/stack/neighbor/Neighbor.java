package io.weft.net.stack.neighbor;

import io.weft.net.packet.PacketQueue;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.time.Timer;
import org.jspecify.annotations.Nullable;

/// One host on a link: its MAC address as far as it is known, and the packets that wait for it.
final class Neighbor {

    final NetDevice device;
    final int address;
    final PacketQueue waiting = new PacketQueue();
    final Timer timer;
    NeighborState state = NeighborState.FAILED;
    long mac;
    int waitingBytes;
    int probes;
    /// When something above the link, or an ARP reply, last proved that the address is right.
    long confirmedNs;
    /// When a packet last went there.
    long usedNs;
    /// When state or MAC address last changed.
    long updatedNs;

    /// The next one in the same bucket of the table.
    @Nullable Neighbor next;

    Neighbor(NetDevice device, int address, NeighborTable table) {
        this.device = device;
        this.address = address;
        this.timer = new Timer(() -> table.timeOut(this));
    }
}
