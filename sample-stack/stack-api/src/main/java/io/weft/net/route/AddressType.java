package io.weft.net.route;

/// What an address is to a stack, the kernel's `RTN_…` with its numbers as ordinals.
public enum AddressType {
    UNSPEC,
    /// Another host, or nobody known.
    UNICAST,
    /// This host.
    LOCAL,
    /// Every host of a link.
    BROADCAST,
    ANYCAST,
    MULTICAST,
    BLACKHOLE,
    UNREACHABLE,
    PROHIBIT,
    THROW,
    NAT,
    XRESOLVE
}
