/// Sockets as other threads have them: they never wait, and say what they are ready for. A `java.nio` selector, or the blocking sockets of
/// {@link io.weft.net.stack.socket}, stand on them.
///
/// Entrance: {@link io.weft.net.stack.channel.Channels}. Between the loop thread and a channel's user bytes go through a
/// {@link io.weft.net.stack.channel.BytePipe} each way, without a lock; the user rings the {@link io.weft.net.stack.channel.LoopDoor} when
/// there is something to do on the loop, and the loop tells a {@link io.weft.net.stack.channel.ReadinessListener}. Knows nothing of
/// threads that wait, of names or of `java.net.Socket`.
@NullMarked
package io.weft.net.stack.channel;

import org.jspecify.annotations.NullMarked;
