package io.weft.net.nat;

import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;

/// Says with which address this host speaks on a packet's way out: the kernel's `inet_select_addr` for the next hop.
public final class WayOut {

    private final Stack stack;

    public WayOut(Stack stack) {
        this.stack = stack;
    }

    /// The address of `out` in the network of the packet's next hop, else its first one, else the first of another interface; 0.0.0.0
    /// where this host has none that others could answer to.
    public int address(Packet packet, NetInterface out) {
        int nextHop = packet.route() instanceof Route.Unicast hop ? hop.nextHop(packet.ip().destination()) : packet.ip().destination();
        int chosen = Ipv4.ANY;
        // the first address of a network is its primary, and comes before its secondaries
        for (InterfaceAddress address : out.addresses()) {
            if (Ipv4.isLoopback(address.address())) {
                continue;
            }
            if (address.network().contains(nextHop)) {
                return address.address();
            }
            chosen = chosen == Ipv4.ANY ? address.address() : chosen;
        }
        return chosen == Ipv4.ANY ? ofAnother(out) : chosen;
    }

    private int ofAnother(NetInterface out) {
        for (NetInterface other : stack.interfaces()) {
            for (InterfaceAddress address : other.addresses()) {
                if (other != out && !Ipv4.isLoopback(address.address())) {
                    return address.address();
                }
            }
        }
        return Ipv4.ANY;
    }
}
