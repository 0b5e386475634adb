/// How do frames get to and from this host's own kernel, through an interface that this process is the other end of?
///
/// Entrance: {@link io.weft.net.drivers.tuntap.TunTapProvider}: `tap:tap0` with Ethernet frames, `tun:tun0` with bare IP packets.
/// `TunTapDevice` opens and configures, `TunTapDriver` moves frames. Knows nothing of IP.
@NullMarked
package io.weft.net.drivers.tuntap;

import org.jspecify.annotations.NullMarked;
