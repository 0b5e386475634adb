/// ICMP: answers to requests, errors about packets, and how many of them are sent.
///
/// Entrance: {@link io.weft.net.stack.icmp.IcmpInput} and {@link io.weft.net.stack.icmp.IcmpOutput}. Knows of IP only how to send a
/// packet and where it would go.
@NullMarked
package io.weft.net.stack.icmp;

import org.jspecify.annotations.NullMarked;
