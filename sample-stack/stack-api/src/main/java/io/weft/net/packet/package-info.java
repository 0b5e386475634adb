/// The bytes of packets: one packet's memory, the views of its headers, checksums, and the pool that packets come from.
///
/// Bytes live here: byte order, masks and offsets stand in no other package. A {@link io.weft.net.packet.Packet} has one owner, on one
/// thread; handing it on gives it away. Entrance: {@link io.weft.net.packet.Packet}.
///
/// Knows nothing of hooks, routes' meaning, or drivers.
@NullMarked
package io.weft.net.packet;

import org.jspecify.annotations.NullMarked;
