/// The matches that every table has: `tcp`, `udp`, `icmp`, `multiport`, `length` and `comment`. A pair of classes each: the extension
/// reads and explains its words, the match looks at packets.
///
/// Entrance: {@link io.weft.net.tables.match.StandardMatches}. Knows nothing beyond the extension package and packets.
@NullMarked
package io.weft.net.tables.match;

import org.jspecify.annotations.NullMarked;
