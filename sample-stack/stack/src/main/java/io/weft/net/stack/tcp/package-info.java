/// TCP (RFC 9293), as far as a host without connections has it: every segment is answered as one to a closed port.
///
/// Entrance: {@link io.weft.net.stack.tcp.TcpInput}, and {@link io.weft.net.stack.tcp.TcpReset} for filters that refuse a connection.
/// Knows of IP only how to send a packet.
@NullMarked
package io.weft.net.stack.tcp;

import org.jspecify.annotations.NullMarked;
