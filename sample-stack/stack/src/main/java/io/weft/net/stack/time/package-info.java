/// What time it is for the packets under way, and what is to happen later.
///
/// Time comes in from outside, once a turn of the loop, and stands still until the next. Entrance: {@link io.weft.net.stack.time.Timers}.
/// Knows nothing of packets or of clocks.
@NullMarked
package io.weft.net.stack.time;

import org.jspecify.annotations.NullMarked;
