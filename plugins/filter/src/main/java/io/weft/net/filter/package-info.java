/// The table `filter` as a plugin: its three chains, each run at its hook, and the target REJECT.
///
/// Entrance: {@link io.weft.net.filter.FilterTable}. Knows nothing of how rules are read, kept or run: that is the tables plugin's.
@NullMarked
package io.weft.net.filter;

import org.jspecify.annotations.NullMarked;
