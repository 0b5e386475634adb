package io.weft.net.stack.igmp;

import io.weft.net.address.Ipv4;
import java.util.ArrayList;
import java.util.List;

/// A group on an interface: who is in it, and what the interface lets in for them. The kernel's ip_mc_list.
final class GroupState {

    private final int group;
    private final List<Membership> members = new ArrayList<>();
    private SourceFilter filter = SourceFilter.NONE;

    GroupState(int group) {
        this.group = group;
    }

    int group() {
        return group;
    }

    /// What the interface lets in.
    SourceFilter filter() {
        return filter;
    }

    boolean isEmpty() {
        return members.isEmpty();
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
        return Ipv4.format(group) + ", " + filter;
    }
}
