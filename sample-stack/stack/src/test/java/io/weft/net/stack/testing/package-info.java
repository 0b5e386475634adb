/// Packets for tests: made field by field, and looked at field by field.
///
/// Bytes are laid out and summed here independently of the code under test. Entrances: {@link io.weft.net.stack.testing.PacketBuilder}
/// and {@link io.weft.net.stack.testing.PacketAssert}.
@NullMarked
package io.weft.net.stack.testing;

import org.jspecify.annotations.NullMarked;
