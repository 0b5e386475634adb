/// UDP (RFC 768): datagrams to this host find their socket, and sockets send.
///
/// Entrance: {@link io.weft.net.stack.udp.UdpSockets#bind}. Knows of IP only how to send a packet and how to report an error about one.
@NullMarked
package io.weft.net.stack.udp;

import org.jspecify.annotations.NullMarked;
