/// The networks that the stack's tests stand in, made of the parts of the test kit (`io.weft.net.testkit`).
///
/// Entrances: {@link io.weft.net.stack.testing.TestRouter} and {@link io.weft.net.stack.testing.TwoStacks}.
@NullMarked
package io.weft.net.stack.testing;

import org.jspecify.annotations.NullMarked;
