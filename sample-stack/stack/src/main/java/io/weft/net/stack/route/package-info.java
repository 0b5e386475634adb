/// Where a packet goes, and which addresses are this host's.
///
/// Entrance: {@link io.weft.net.stack.route.RouteTable} and {@link io.weft.net.stack.route.Addresses}. Knows interfaces only by name and
/// address, and nothing of packets.
@NullMarked
package io.weft.net.stack.route;

import org.jspecify.annotations.NullMarked;
