/// Time that a test moves. Entrance: {@link io.weft.net.testkit.time.VirtualTime}.
@NullMarked
package io.weft.net.testkit.time;

import org.jspecify.annotations.NullMarked;
