/// TCP (RFC 9293): connections, listeners, and the resets that answer for both where there are none.
///
/// Entrances: {@link io.weft.net.stack.tcp.TcpSockets} for programs, {@link io.weft.net.stack.tcp.TcpInput} for segments, and
/// {@link io.weft.net.stack.tcp.TcpReset} for filters that refuse a connection. Whoever wants to follow a segment reads
/// `TcpConnection.receive`, which has the steps of RFC 9293 §3.10.7.4; the parts beside it know how and not when, and do not know each
/// other. Knows of IP only how to send a packet, and of time only what it is told.
@NullMarked
package io.weft.net.stack.tcp;

import org.jspecify.annotations.NullMarked;
