/// Who does the work of a stack, and when: one thread that takes batches, fires timers, runs others' tasks, and sleeps when there is
/// nothing to do.
///
/// Entrance: {@link io.weft.net.stack.loop.StackLoop}. Knows nothing of what is in the packets.
@NullMarked
package io.weft.net.stack.loop;

import org.jspecify.annotations.NullMarked;
