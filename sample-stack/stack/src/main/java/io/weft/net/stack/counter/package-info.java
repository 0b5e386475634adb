/// How often things happened that a layer counts.
///
/// Entrance: {@link io.weft.net.stack.counter.Counters}. What there is to count is the layers' affair, an enum each; this knows none of
/// them.
@NullMarked
package io.weft.net.stack.counter;

import org.jspecify.annotations.NullMarked;
