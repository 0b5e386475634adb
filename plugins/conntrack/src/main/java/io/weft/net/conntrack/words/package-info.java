/// What rules say about connections: the matches `conntrack`, `state`, `connmark`, `connlimit`, `connbytes` and `helper`, and the targets
/// CONNMARK, CT and NOTRACK.
///
/// Entrance: {@link io.weft.net.conntrack.words.ConntrackWords}. They look at the connection that hangs on a packet; only `connlimit`, CT
/// and `connbytes` ask the service for more.
@NullMarked
package io.weft.net.conntrack.words;

import org.jspecify.annotations.NullMarked;
