package io.weft.net.nat.target;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.nat.Bindings;
import io.weft.net.nat.Manipulation;
import io.weft.net.nat.NatRange;
import io.weft.net.nat.WayOut;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.Traversal;
import java.util.Objects;

/// One use of MASQUERADE, the kernel's `nf_nat_masquerade_ipv4`: the source becomes the address with which this host speaks on the way
/// out.
record MasqueradeTarget(NatRange range, Bindings bindings, WayOut wayOut) implements NatTarget {

    @Override
    public String save() {
        String ports = range.has(NatRange.PORTS) ? " --to-ports " + RangeText.ports(range) : "";
        return (ports + RangeText.flags(range, "--")).strip();
    }

    @Override
    public String list(boolean numeric) {
        String ports = range.has(NatRange.PORTS) ? " masq ports: " + RangeText.ports(range) : "";
        return (ports + RangeText.flags(range, "")).strip();
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        TrackedConnection connection = Bindings.connection(packet);
        if (connection.source(Direction.ORIGINAL) == Ipv4.ANY) {
            // a host that has no address yet is asking for one
            return Decision.ACCEPT;
        }
        NetInterface out = Objects.requireNonNull(packet.out(), "POST_ROUTING without a way out");
        int address = wayOut.address(packet, out);
        if (address == Ipv4.ANY) {
            return Decision.DROP;
        }
        bindings.of(connection).masquerade(out);
        bindings.bind(connection, Manipulation.SOURCE, range.at(address));
        return Decision.ACCEPT;
    }
}
