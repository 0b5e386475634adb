package io.weft.net.netfilter;

/// The names of the five hook points of the IPv4 path. Their subject is a {@link io.weft.net.packet.Packet} whose data starts at
/// its IP header; the header was checked by then.
///
///     to this host     PRE_ROUTING → (route) → LOCAL_IN
///     through it       PRE_ROUTING → (route) → FORWARD → POST_ROUTING
///     from it          LOCAL_OUT → POST_ROUTING
public final class PacketHooks {

    /// Every packet that came in, before the route look-up. `in()` is known.
    public static final String PRE_ROUTING = "PRE_ROUTING";
    /// Packets to this host, whole datagrams. `in()` is known.
    public static final String LOCAL_IN = "LOCAL_IN";
    /// Packets through this host, their TTL already decremented. `in()` and `out()` are known.
    public static final String FORWARD = "FORWARD";
    /// Packets of this host, routed. `out()` is known.
    public static final String LOCAL_OUT = "LOCAL_OUT";
    /// Every packet on its way out, not yet fragmented. `out()` is known, and `in()` for forwarded packets too.
    public static final String POST_ROUTING = "POST_ROUTING";

    private PacketHooks() { }
}
