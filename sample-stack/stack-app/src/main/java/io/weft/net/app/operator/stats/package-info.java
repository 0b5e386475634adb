/// `weft stats`: everything that the running stack counts, at one moment.
///
/// Entrance: {@link io.weft.net.app.operator.stats.StatsCommand}; {@link io.weft.net.app.operator.stats.StackCounters} gathers.
@NullMarked
package io.weft.net.app.operator.stats;

import org.jspecify.annotations.NullMarked;
