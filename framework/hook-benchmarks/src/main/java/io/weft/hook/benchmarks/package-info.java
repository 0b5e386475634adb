/// What a hook point costs, beside the same handlers called by hand and beside no hook at all.
///
/// Entrance: {@link io.weft.hook.benchmarks.Benchmarks}; the figures stand in this module's README.
@NullMarked
package io.weft.hook.benchmarks;

import org.jspecify.annotations.NullMarked;
