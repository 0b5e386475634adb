/// Which drivers are there, and how is one opened from a word such as `raw:eth0?kernel=keep`?
///
/// Entrance: {@link io.weft.net.drivers.Drivers}. What authors of drivers share is here too: {@link io.weft.net.drivers.DriverOptions},
/// {@link io.weft.net.drivers.Tally}, {@link io.weft.net.drivers.Addressing}. Knows no driver by name; they are found as services.
@NullMarked
package io.weft.net.drivers;

import org.jspecify.annotations.NullMarked;
