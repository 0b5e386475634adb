/// Multicast groups (RFC 1112): which of them this host is in, and how it tells the routers of its links (IGMP: RFC 2236, RFC 3376).
///
/// Entrance: {@link io.weft.net.stack.igmp.Groups} for those who join, {@link io.weft.net.stack.igmp.IgmpHost} for what the link hears.
/// Knows nothing of the sockets that join.
@NullMarked
package io.weft.net.stack.igmp;

import org.jspecify.annotations.NullMarked;
