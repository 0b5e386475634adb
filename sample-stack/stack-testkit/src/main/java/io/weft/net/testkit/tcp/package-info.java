/// A stack's TCP in conversation with a peer that the test plays, line by line. Entrance:
/// {@link io.weft.net.testkit.tcp.TcpConversation}.
@NullMarked
package io.weft.net.testkit.tcp;

import org.jspecify.annotations.NullMarked;
