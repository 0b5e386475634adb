package io.weft.net.stack.ip;

import io.weft.net.route.NetInterface;

/// Which multicast packets this host wants. The kernel's ip_check_mc_rcu.
@FunctionalInterface
public interface GroupFilter {

    /// Whether somebody on this host listens to what `source` sends to `group` on the link behind `device`.
    ///
    /// @param protocol of IP; IGMP is heard whatever the source
    boolean hears(NetInterface device, int group, int source, int protocol);
}
