package io.weft.net.nat.target;

import io.weft.net.address.Ipv4;
import io.weft.net.nat.Bindings;
import io.weft.net.nat.Manipulation;
import io.weft.net.nat.NatRange;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.Traversal;

/// One use of NETMAP, the kernel's `xt_NETMAP`: the network's bits of an address change, the host's stay.
record NetmapTarget(NatRange network, Bindings bindings) implements NatTarget {

    @Override
    public String save() {
        return "--to " + text();
    }

    @Override
    public String list(boolean numeric) {
        return "to:" + text();
    }

    private String text() {
        return Ipv4.format(network.firstAddress()) + "/" + Integer.bitCount(mask());
    }

    private int mask() {
        return ~(network.firstAddress() ^ network.lastAddress());
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        Manipulation manipulation = Manipulation.at(traversal.hook());
        int old = switch (manipulation) {
            case SOURCE -> packet.ip().source();
            case DESTINATION -> packet.ip().destination();
        };
        int address = network.firstAddress() & mask() | old & ~mask();
        bindings.bind(Bindings.connection(packet), manipulation, network.at(address));
        return Decision.ACCEPT;
    }
}
