/// The table `nat` as a plugin, Linux's `nf_nat`: a connection's addresses and ports are chosen with its first packet, and all of its
/// packets translated accordingly.
///
/// Entrance: {@link io.weft.net.nat.NatTable}, whose handlers follow a packet from hook to hook. {@link io.weft.net.nat.Bindings} chooses,
/// {@link io.weft.net.nat.Rewriter} translates. What rules may say is the package `target`. Knows connections by the conntrack plugin's
/// service only.
@NullMarked
package io.weft.net.nat;

import org.jspecify.annotations.NullMarked;
