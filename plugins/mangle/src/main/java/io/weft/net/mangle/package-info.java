/// The table `mangle` as a plugin: its five chains, each run at its hook, and the targets that change headers.
///
/// Entrance: {@link io.weft.net.mangle.MangleTable}. Knows nothing of how rules are read, kept or run: that is the tables plugin's.
@NullMarked
package io.weft.net.mangle;

import org.jspecify.annotations.NullMarked;
