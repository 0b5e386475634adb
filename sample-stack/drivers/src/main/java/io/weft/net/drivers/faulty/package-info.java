/// What do frames suffer on a bad link, and how does any driver get one?
///
/// Entrance: {@link io.weft.net.drivers.faulty.FaultyProvider} opens `faulty:tap:tap0?loss=2`, {@link io.weft.net.drivers.faulty.FaultyDriver}
/// is what it makes: another driver behind a link of a certain {@link io.weft.net.drivers.faulty.LinkQuality}.
/// {@link io.weft.net.drivers.faulty.LinkDirection} decides about each frame, for links in memory, too. Knows nothing of what frames say,
/// but that ARP is spared.
@NullMarked
package io.weft.net.drivers.faulty;

import org.jspecify.annotations.NullMarked;
