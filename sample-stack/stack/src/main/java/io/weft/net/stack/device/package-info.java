/// A network interface as the stack drives it: frames from its driver up, frames down to it.
///
/// Entrance: {@link io.weft.net.stack.device.NetDevice}. Knows of what is in a frame only its EtherType, and of the rooms above only
/// that they receive.
@NullMarked
package io.weft.net.stack.device;

import org.jspecify.annotations.NullMarked;
