/// Packets for tests: made field by field, and looked at field by field.
///
/// Bytes are laid out and summed here independently of the code under test. Entrances: {@link io.weft.net.testkit.packet.PacketBuilder}
/// and {@link io.weft.net.testkit.packet.PacketAssert}. Needs no stack.
@NullMarked
package io.weft.net.testkit.packet;

import org.jspecify.annotations.NullMarked;
