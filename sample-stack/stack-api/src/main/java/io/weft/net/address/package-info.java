/// Addresses as values: how an IPv4 address, a prefix and a MAC address are written, read and compared.
///
/// On the packet's path an IPv4 address is an `int` in network order read as a big-endian number; these types are for everything else.
@NullMarked
package io.weft.net.address;

import org.jspecify.annotations.NullMarked;
