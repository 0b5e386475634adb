/// What a host's name stands for: its own table first, then DNS, never the machine's resolver.
///
/// Entrance: {@link io.weft.net.stack.name.NameResolver}. The DNS client is dnsjava's; how its questions travel is given to it. Knows
/// nothing of sockets or packets.
@NullMarked
package io.weft.net.stack.name;

import org.jspecify.annotations.NullMarked;
