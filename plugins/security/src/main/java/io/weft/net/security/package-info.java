/// The table `security` as a plugin: its three chains, each run at its hook.
///
/// Entrance: {@link io.weft.net.security.SecurityTable}. Knows nothing of how rules are read, kept or run: that is the tables plugin's.
@NullMarked
package io.weft.net.security;

import org.jspecify.annotations.NullMarked;
