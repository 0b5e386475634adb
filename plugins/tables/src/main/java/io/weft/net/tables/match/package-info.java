/// The matches that every table has, by the question they answer: {@link io.weft.net.tables.match.header} what the headers say,
/// {@link io.weft.net.tables.match.payload} which bytes are in the packet, {@link io.weft.net.tables.match.bpf} what a program makes of
/// it, {@link io.weft.net.tables.match.meta} what is known beside the bytes. A pair of classes each: the extension reads and explains
/// its words, the match looks at packets.
///
/// Entrance: {@link io.weft.net.tables.match.StandardMatches}. Knows nothing beyond the extension package, the stack's API and packets.
@NullMarked
package io.weft.net.tables.match;

import org.jspecify.annotations.NullMarked;
