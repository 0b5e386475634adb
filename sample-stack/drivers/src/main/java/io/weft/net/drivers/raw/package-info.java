/// How do frames get to and from a real NIC through the kernel's packet sockets?
///
/// Entrance: {@link io.weft.net.drivers.raw.RawProvider}, `raw:eth0`. Opening lives in `PacketSocket`, the two directions' batches in
/// `ReceiveRing` and `TransmitRing`, keeping the kernel quiet in `IngressDrop`. Knows nothing of IP.
@NullMarked
package io.weft.net.drivers.raw;

import org.jspecify.annotations.NullMarked;
