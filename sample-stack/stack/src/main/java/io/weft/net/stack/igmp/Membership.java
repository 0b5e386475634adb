package io.weft.net.stack.igmp;

import io.weft.net.address.Ipv4;
import io.weft.net.route.NetInterface;

/// That a socket listens to a group on an interface, and to whom there. The kernel's ip_mc_socklist.
public final class Membership {

    private final NetInterface device;
    private final int group;
    private SourceFilter filter;

    Membership(NetInterface device, int group, SourceFilter filter) {
        this.device = device;
        this.group = group;
        this.filter = filter;
    }

    public NetInterface device() {
        return device;
    }

    public int group() {
        return group;
    }

    public SourceFilter filter() {
        return filter;
    }

    void filter(SourceFilter now) {
        filter = now;
    }

    @Override
    public String toString() {
        return Ipv4.format(group) + " on " + device.name() + ", " + filter;
    }
}
