/// `weft ip`: shows and changes interfaces, addresses, routes, neighbours and rules, in iproute2's words, with its output, its messages
/// and its exit codes.
///
/// Entrance: {@link io.weft.net.app.operator.ip.IpCommand}, with a class for each of ip's objects. What the stack cannot do is refused by
/// name, never passed over.
@NullMarked
package io.weft.net.app.operator.ip;

import org.jspecify.annotations.NullMarked;
