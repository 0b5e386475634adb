/// What rules of the table `nat` may say: SNAT, DNAT, MASQUERADE, REDIRECT, NETMAP, in iptables' words.
///
/// Entrance: {@link io.weft.net.nat.target.NatTargets#all}. Each target is an extension with its options and its use in a rule; what comes
/// of it is up to {@link io.weft.net.nat.Bindings}.
@NullMarked
package io.weft.net.nat.target;

import org.jspecify.annotations.NullMarked;
