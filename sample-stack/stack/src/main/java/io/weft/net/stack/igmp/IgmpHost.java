package io.weft.net.stack.igmp;

import io.weft.net.address.MacAddress;
import io.weft.net.packet.IgmpHeader;
import io.weft.net.packet.PacketPool;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.ip.OutputRoutes;
import io.weft.net.stack.ip.OwnPackets;
import io.weft.net.stack.time.Timers;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The host's side of IGMP: tells each link's routers and each card of the groups that this host is in. Belongs to the loop thread.
public final class IgmpHost {

    /// RFC 1112 §6.4: 23 bits of the group in one Ethernet address; others may have the same.
    private static final long MAC_PREFIX = 0x0100_5E00_0000L;
    private static final int MAC_BITS = 0x7F_FFFF;

    private final Groups groups;
    private final IgmpOutput output;
    private final Timers timers;
    private final RandomGenerator random;
    private final Map<NetInterface, IgmpLink> links = new HashMap<>();

    public IgmpHost(Groups groups, PacketPool pool, OwnPackets own, OutputRoutes routes, Timers timers, RandomGenerator random) {
        this.groups = groups;
        this.output = new IgmpOutput(pool, own, routes);
        this.timers = timers;
        this.random = random;
        groups.listener(this::changed);
    }

    private void changed(NetInterface on, int group, SourceFilter before, SourceFilter after) {
        if (!(on instanceof NetDevice device) || device.isLoopback()) {
            return;
        }
        if (before.isEmpty() != after.isEmpty()) {
            tellCard(device, group, before.isEmpty());
        }
        link(device).changed(group, before, after);
    }

    private void tellCard(NetDevice device, int group, boolean wanted) {
        boolean others = (Groups.ALL_HOSTS & MAC_BITS) == (group & MAC_BITS) || groups.joined(device).stream()
                .anyMatch(other -> other != group && (other & MAC_BITS) == (group & MAC_BITS));
        if (!others) {
            device.listenTo(mac(group), wanted);
        }
    }

    private static MacAddress mac(int group) {
        return new MacAddress(MAC_PREFIX | group & MAC_BITS);
    }

    private IgmpLink link(NetDevice device) {
        return links.computeIfAbsent(device, of -> new IgmpLink(device, groups, output, timers, random));
    }

    /// An interface was added: it takes what goes to all hosts.
    public void added(NetDevice device) {
        device.listenTo(mac(Groups.ALL_HOSTS), true);
    }

    /// The operator lets packets through an interface from now on, or not any more.
    public void setUp(NetDevice device, boolean up) {
        if (device.isLoopback()) {
            return;
        }
        if (up) {
            link(device).up();
        } else {
            link(device).down();
        }
    }

    // ---- for IgmpInput

    void query(NetInterface on, IgmpHeader query, int length) {
        if (on instanceof NetDevice device && !device.isLoopback()) {
            link(device).query(query, length);
        }
    }

    void heardReport(NetInterface on, int group) {
        if (on instanceof NetDevice device && !device.isLoopback()) {
            link(device).heardReport(group);
        }
    }
}
