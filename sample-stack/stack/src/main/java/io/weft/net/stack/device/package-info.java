/// A network interface as the stack drives it: frames from its driver up, frames down to it.
@NullMarked
package io.weft.net.stack.device;

import org.jspecify.annotations.NullMarked;
