package io.weft.net.nat.target;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.nat.Bindings;
import io.weft.net.nat.Manipulation;
import io.weft.net.nat.NatRange;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.Traversal;
import java.util.List;

/// One use of REDIRECT, the kernel's `nf_nat_redirect_ipv4`: the packet goes to this host, to the first address of the interface that it
/// came in by, or to 127.0.0.1 if it is this host's.
record RedirectTarget(NatRange range, Bindings bindings) implements NatTarget {

    private static final int LOOPBACK = 0x7F00_0001;

    @Override
    public String save() {
        String ports = range.has(NatRange.PORTS) ? " --to-ports " + RangeText.ports(range) : "";
        return (ports + RangeText.flags(range, "--")).strip();
    }

    @Override
    public String list(boolean numeric) {
        String ports = range.has(NatRange.PORTS) ? " redir ports " + RangeText.ports(range) : "";
        return (ports + RangeText.flags(range, "")).strip();
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        int address = LOOPBACK;
        NetInterface in = packet.in();
        if (in != null) {
            List<InterfaceAddress> addresses = in.addresses();
            if (addresses.isEmpty()) {
                return Decision.DROP;
            }
            address = addresses.getFirst().address();
        }
        bindings.bind(Bindings.connection(packet), Manipulation.DESTINATION, range.at(address));
        return Decision.ACCEPT;
    }
}
