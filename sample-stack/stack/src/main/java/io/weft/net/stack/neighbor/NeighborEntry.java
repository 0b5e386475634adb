package io.weft.net.stack.neighbor;

import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;

/// A line of the neighbour table, as `ip neigh` shows it; a snapshot.
///
/// @param mac {@link MacAddress#ZERO} where it is not known
public record NeighborEntry(String device, int address, MacAddress mac, NeighborState state) {

    @Override
    public String toString() {
        return Ipv4.format(address) + " dev " + device + (mac.equals(MacAddress.ZERO) ? "" : " lladdr " + mac) + " " + state;
    }
}
