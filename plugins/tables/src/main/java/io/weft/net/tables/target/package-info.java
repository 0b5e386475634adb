/// The targets that every table may use and that need nothing but the packet.
///
/// Entrance: {@link io.weft.net.tables.target.StandardTargets}. Knows nothing of tables, chains, or command lines as a whole.
@NullMarked
package io.weft.net.tables.target;

import org.jspecify.annotations.NullMarked;
