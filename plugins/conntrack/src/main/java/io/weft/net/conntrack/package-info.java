/// Connection tracking, Linux's `nf_conntrack`: which packets belong together, and what they are to each other.
///
/// Entrances: {@link io.weft.net.conntrack.TrackingHooks}, where packets come in; {@link io.weft.net.conntrack.Conntrack}, the service that
/// NAT, rules and commands build on; {@link io.weft.net.conntrack.ConnectionHelper}, for those who read along with a protocol. All of it
/// belongs to the loop thread, unless a method says otherwise. Knows no rules and translates nothing.
@NullMarked
package io.weft.net.conntrack;

import org.jspecify.annotations.NullMarked;
