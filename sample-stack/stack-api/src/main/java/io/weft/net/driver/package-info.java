/// What a NIC driver implements: batches of frames in, batches of frames out.
///
/// Entrance: {@link io.weft.net.driver.DriverProvider}, found by its scheme (`raw:eth0`, `tap:tap0`) through
/// {@link java.util.ServiceLoader}. Knows nothing of IP.
@NullMarked
package io.weft.net.driver;

import org.jspecify.annotations.NullMarked;
