package io.weft.net.stack.igmp;

import io.weft.net.address.Ipv4;
import io.weft.net.route.NetInterface;
import java.util.ArrayList;
import java.util.List;

/// A group on an interface: who is in it, what the interface lets in for them, and what is still to be said about it. The kernel's
/// ip_mc_list.
final class GroupState {

    private final NetInterface device;
    private final int group;
    private final List<Membership> members = new ArrayList<>();
    private SourceFilter filter = SourceFilter.NONE;
    private final PendingReport pending = new PendingReport();

    GroupState(NetInterface device, int group) {
        this.device = device;
        this.group = group;
    }

    NetInterface device() {
        return device;
    }

    int group() {
        return group;
    }

    /// What the interface lets in.
    SourceFilter filter() {
        return filter;
    }

    /// What is still to be said.
    PendingReport pending() {
        return pending;
    }

    boolean isLeft() {
        return filter.isEmpty();
    }

    /// Nobody is in it, and nothing is to be said about it.
    boolean isOver() {
        return members.isEmpty() && pending.isNothing();
    }

    boolean has(Membership membership) {
        return members.contains(membership);
    }

    void add(Membership membership) {
        members.add(membership);
        merge();
    }

    void remove(Membership membership) {
        members.remove(membership);
        merge();
    }

    /// Reckons anew what to let in.
    void merge() {
        filter = SourceFilter.merge(members.stream().map(Membership::filter).toList());
    }

    @Override
    public String toString() {
        return Ipv4.format(group) + " on " + device.name();
    }
}
