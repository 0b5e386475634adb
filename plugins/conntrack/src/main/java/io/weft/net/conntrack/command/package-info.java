/// The command `conntrack`: what the tool of that name shows and changes, in its words.
///
/// Entrance: {@link io.weft.net.conntrack.command.ConntrackCommand}. It reads connections on the loop thread, a few hundred at a time, so
/// that packets never wait for a long list.
@NullMarked
package io.weft.net.conntrack.command;

import org.jspecify.annotations.NullMarked;
