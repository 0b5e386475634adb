/// What a hook point costs, beside no hook at all, the same handlers called by hand, and what people use elsewhere.
///
/// Entrance: {@link io.weft.hook.benchmarks.Benchmarks}; the figures stand in this module's README.
@NullMarked
package io.weft.hook.benchmarks;

import org.jspecify.annotations.NullMarked;
