/// UDP (RFC 768): datagrams to this host find their socket, and sockets send.
///
/// Entrance: {@link io.weft.net.stack.udp.UdpSockets} for who wants a socket, {@link io.weft.net.stack.udp.UdpInput} for datagrams that
/// came in. Knows of IP only how to send a packet and how to report an error about one; of groups only how to join and leave.
@NullMarked
package io.weft.net.stack.udp;

import org.jspecify.annotations.NullMarked;
