/// The IPv4 stack as one object: {@link io.weft.net.stack.NetStack}, which wires the rooms that a packet goes through.
///
/// The rooms are the packages below: `device` (frames), `neighbor` (ARP), `route`, `ip` (with the five hook points), `icmp`, `udp`,
/// `tcp`; `loop` runs them, `time` tells them the time. Knows no plugin and no driver by name.
@NullMarked
package io.weft.net.stack;

import org.jspecify.annotations.NullMarked;
