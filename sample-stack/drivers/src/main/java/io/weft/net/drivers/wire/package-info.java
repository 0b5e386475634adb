/// How do stacks in one JVM, and the tests beside them, reach each other without a NIC?
///
/// A {@link io.weft.net.drivers.wire.WireHub} is one segment: a frame that one end sends reaches every other end. An end is a driver
/// ({@link io.weft.net.drivers.wire.WireDriver}) or a probe that takes and gives byte arrays
/// ({@link io.weft.net.drivers.wire.WireProbe}). Knows nothing of IP and of the system it runs on.
@NullMarked
package io.weft.net.drivers.wire;

import org.jspecify.annotations.NullMarked;
