/// Sockets for Java programs: they wait, as `java.net`'s do, on whichever thread asks, virtual ones at best.
///
/// Entrance: {@link io.weft.net.stack.socket.Sockets}, which a stack hands out. {@link io.weft.net.stack.socket.StreamSocket},
/// {@link io.weft.net.stack.socket.StreamListener} and {@link io.weft.net.stack.socket.DatagramPort} are the stack's own; over them stand
/// real `java.net.Socket`, `ServerSocket` and `DatagramSocket`, for programs that know no other. Nothing here touches the loop thread's
/// things: all goes through {@link io.weft.net.stack.channel}.
@NullMarked
package io.weft.net.stack.socket;

import org.jspecify.annotations.NullMarked;
