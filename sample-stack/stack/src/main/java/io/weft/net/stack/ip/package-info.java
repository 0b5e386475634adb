/// The IP layer: what happens to a packet between the link below and the transport above, and the five hook points.
///
/// Up: {@link io.weft.net.stack.ip.IpInput}. Across: {@link io.weft.net.stack.ip.IpForward}. Down:
/// {@link io.weft.net.stack.ip.IpOutput}. Wired by {@link io.weft.net.stack.ip.IpLayer}. Knows transports only as receivers, ICMP only
/// as someone who reports errors, and no plugin.
@NullMarked
package io.weft.net.stack.ip;

import org.jspecify.annotations.NullMarked;
