/// Which MAC address the next hop has: ARP (RFC 826) and the table of neighbours with Linux's states.
///
/// Entrance: {@link io.weft.net.stack.neighbor.NeighborTable#send} on the way down, {@link io.weft.net.stack.neighbor.ArpInput} on the
/// way up. Knows nothing of IP beyond the addresses.
@NullMarked
package io.weft.net.stack.neighbor;

import org.jspecify.annotations.NullMarked;
