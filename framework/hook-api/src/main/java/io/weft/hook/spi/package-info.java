/// What woven code and the runtime agree on: how a hook method finds the chain it must ask, and what the chain answers.
///
/// Entrance: {@link io.weft.hook.spi.DispatchSource}, which every {@link io.weft.hook.Hooks} that woven code can use implements.
/// Neither hosts nor plugins need anything from here.
///
/// Knows nothing of how a method was woven and how a chain was made.
@NullMarked
package io.weft.hook.spi;

import org.jspecify.annotations.NullMarked;
