package io.weft.net.nat.target;

import io.weft.net.nat.Bindings;
import io.weft.net.nat.Manipulation;
import io.weft.net.nat.NatRange;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.Traversal;

/// One use of SNAT or DNAT, the kernel's `xt_nat`.
///
/// @param option that the range stands behind
record AddressTarget(String option, NatRange range, Manipulation manipulation, Bindings bindings) implements NatTarget {

    @Override
    public String save() {
        return option + " " + RangeText.addresses(range) + RangeText.flags(range, "--");
    }

    @Override
    public String list(boolean numeric) {
        return "to:" + RangeText.addresses(range) + RangeText.flags(range, "");
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        bindings.bind(Bindings.connection(packet), manipulation, range);
        return Decision.ACCEPT;
    }
}
