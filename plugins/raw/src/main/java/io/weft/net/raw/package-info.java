/// The table `raw` as a plugin: its two chains, each run at its hook.
///
/// Entrance: {@link io.weft.net.raw.RawTable}. Knows nothing of how rules are read, kept or run: that is the tables plugin's.
@NullMarked
package io.weft.net.raw;

import org.jspecify.annotations.NullMarked;
