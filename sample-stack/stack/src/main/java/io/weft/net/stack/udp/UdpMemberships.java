package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.igmp.Membership;
import io.weft.net.stack.igmp.SourceFilter;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groups that one socket is in. The kernel's ip_mc_join_group, ip_mc_source and ip_mc_sf_allow.
final class UdpMemberships {

    /// `net.ipv4.igmp_max_memberships`.
    private static final int MAX_GROUPS = 20;
    /// `net.ipv4.igmp_max_msf`.
    private static final int MAX_SOURCES = 10;

    private final UdpShared shared;
    private final List<Membership> joined = new ArrayList<>();

    UdpMemberships(UdpShared shared) {
        this.shared = shared;
    }

    void join(int group, @Nullable NetInterface device) throws SocketException {
        NetInterface on = device(group, device);
        if (find(group, on) != null) {
            throw new SocketException("is in " + name(group, on) + " already");
        }
        enter(group, on, SourceFilter.ALL);
    }

    void join(int group, @Nullable NetInterface device, int source) throws SocketException {
        NetInterface on = device(group, device);
        Membership there = find(group, on);
        if (there == null) {
            enter(group, on, SourceFilter.only(source));
            return;
        }
        if (!there.filter().include()) {
            throw new SocketException("hears all sources of " + name(group, on));
        }
        add(there, source);
    }

    void leave(int group, @Nullable NetInterface device) throws SocketException {
        leave(existing(group, device));
    }

    void leave(int group, @Nullable NetInterface device, int source) throws SocketException {
        Membership there = existing(group, device);
        if (!there.filter().include()) {
            throw new SocketException("hears all sources of " + there);
        }
        take(there, source);
        if (there.filter().sources().length == 0) {
            leave(there);
        }
    }

    void block(int group, @Nullable NetInterface device, int source) throws SocketException {
        add(excluding(group, device), source);
    }

    void unblock(int group, @Nullable NetInterface device, int source) throws SocketException {
        take(excluding(group, device), source);
    }

    void leaveAll() {
        joined.forEach(shared.groups()::leave);
        joined.clear();
    }

    /// Whether its socket hears what `source` sends to `group` on a link.
    ///
    /// @param all whether it hears groups that it did not join
    boolean allow(int group, int source, NetInterface device, boolean all) {
        Membership there = find(group, device);
        return there == null ? all : there.filter().allows(source);
    }

    private void enter(int group, NetInterface device, SourceFilter filter) throws SocketException {
        if (joined.size() == MAX_GROUPS) {
            throw new SocketException("is in " + MAX_GROUPS + " groups already");
        }
        joined.add(shared.groups().join(device, group, filter));
    }

    private void leave(Membership membership) {
        joined.remove(membership);
        shared.groups().leave(membership);
    }

    private void add(Membership there, int source) throws SocketException {
        SourceFilter more = there.filter().with(source);
        if (more.equals(there.filter())) {
            throw new SocketException(Ipv4.format(source) + " is a source of " + there + " already");
        }
        if (more.sources().length > MAX_SOURCES) {
            throw new SocketException("has " + MAX_SOURCES + " sources of " + there + " already");
        }
        shared.groups().filter(there, more);
    }

    private void take(Membership there, int source) throws SocketException {
        SourceFilter fewer = there.filter().without(source);
        if (fewer.equals(there.filter())) {
            throw new SocketException(Ipv4.format(source) + " is no source of " + there);
        }
        shared.groups().filter(there, fewer);
    }

    private Membership excluding(int group, @Nullable NetInterface device) throws SocketException {
        Membership there = existing(group, device);
        if (there.filter().include()) {
            throw new SocketException("hears only some sources of " + there);
        }
        return there;
    }

    private Membership existing(int group, @Nullable NetInterface device) throws SocketException {
        NetInterface on = device(group, device);
        Membership there = find(group, on);
        if (there == null) {
            throw new SocketException("is not in " + name(group, on));
        }
        return there;
    }

    private @Nullable Membership find(int group, NetInterface device) {
        for (int i = 0; i < joined.size(); i++) {
            Membership each = joined.get(i);
            if (each.group() == group && each.device() == device) {
                return each;
            }
        }
        return null;
    }

    private NetInterface device(int group, @Nullable NetInterface wanted) throws SocketException {
        if (!Ipv4.isMulticast(group)) {
            throw new SocketException(Ipv4.format(group) + " is no multicast group");
        }
        NetInterface device = wanted != null ? wanted : shared.output().deviceTowards(group);
        if (device == null) {
            throw new SocketException("no route leads to " + Ipv4.format(group) + ": name an interface");
        }
        return device;
    }

    private static String name(int group, NetInterface device) {
        return Ipv4.format(group) + " on " + device.name();
    }
}
