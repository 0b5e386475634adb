package io.weft.net.stack.igmp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.ip.GroupFilter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The multicast groups that this host is in, by interface: what sockets want, and what interfaces let in for it (RFC 1112, RFC 3376 §3).
/// The kernel's ip_mc_join_group and ip_check_mc_rcu. Belongs to the loop thread.
public final class Groups implements GroupFilter {

    /// Every host is in this group on every link and says so to nobody (RFC 1112 §7.1, RFC 3376 §5).
    public static final int ALL_HOSTS = 0xE000_0001;

    private static final DeviceGroups NOWHERE = new DeviceGroups();

    // by interface index; an interface where nobody ever joined has no place
    private @Nullable DeviceGroups[] devices = new DeviceGroups[4];
    private GroupListener listener = (_, _, _, _) -> { };

    /// Says who tells the link; once, before the first join.
    void listener(GroupListener told) {
        listener = told;
    }

    /// Listens to a group.
    ///
    /// @return to be given back with {@link #leave}
    public Membership join(NetInterface device, int group, SourceFilter filter) {
        if (!Ipv4.isMulticast(group)) {
            throw new IllegalArgumentException(Ipv4.format(group) + " is no multicast group");
        }
        Membership membership = new Membership(device, group, filter);
        GroupState state = grown(device).enter(group);
        SourceFilter before = state.filter();
        state.add(membership);
        tell(device, state, before);
        return membership;
    }

    /// Listens to others than before.
    public void filter(Membership membership, SourceFilter filter) {
        GroupState state = existing(membership);
        SourceFilter before = state.filter();
        membership.filter(filter);
        state.merge();
        tell(membership.device(), state, before);
    }

    public void leave(Membership membership) {
        GroupState state = existing(membership);
        SourceFilter before = state.filter();
        state.remove(membership);
        if (state.isEmpty()) {
            of(membership.device()).remove(state);
        }
        tell(membership.device(), state, before);
    }

    private void tell(NetInterface device, GroupState state, SourceFilter before) {
        if (state.group() != ALL_HOSTS && !state.filter().equals(before)) {
            listener.changed(device, state.group(), before, state.filter());
        }
    }

    private GroupState existing(Membership membership) {
        GroupState state = of(membership.device()).find(membership.group());
        if (state == null || !state.has(membership)) {
            throw new IllegalStateException("not in " + membership);
        }
        return state;
    }

    @Override
    public boolean hears(NetInterface device, int group, int source, int protocol) {
        if (group == ALL_HOSTS) {
            return true;
        }
        GroupState state = of(device).find(group);
        return state != null && (protocol == Ipv4Header.PROTOCOL_IGMP || state.filter().allows(source));
    }

    /// What an interface lets in of a group.
    SourceFilter filter(NetInterface device, int group) {
        GroupState state = of(device).find(group);
        return state == null ? SourceFilter.NONE : state.filter();
    }

    /// The groups that this host is in on an interface, {@link #ALL_HOSTS} aside unless somebody asked for it. Off the packet's path.
    public List<Integer> joined(NetInterface device) {
        return of(device).all().stream().filter(state -> !state.filter().isEmpty()).map(GroupState::group).toList();
    }

    private DeviceGroups of(NetInterface device) {
        DeviceGroups there = device.index() < devices.length ? devices[device.index()] : null;
        return there == null ? NOWHERE : there;
    }

    private DeviceGroups grown(NetInterface device) {
        if (device.index() >= devices.length) {
            devices = Arrays.copyOf(devices, Math.max(device.index() + 1, devices.length * 2));
        }
        DeviceGroups there = devices[device.index()];
        if (there == null) {
            there = new DeviceGroups();
            devices[device.index()] = there;
        }
        return there;
    }
}
