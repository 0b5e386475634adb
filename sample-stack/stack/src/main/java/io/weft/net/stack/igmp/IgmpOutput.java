package io.weft.net.stack.igmp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.IgmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.ip.OutputRoutes;
import io.weft.net.stack.ip.OwnPackets;
import org.jspecify.annotations.Nullable;

/// Sends IGMP messages: with a TTL of 1 and the router alert option (RFC 2113), so that routers look at what is not for them. The kernel's
/// igmp_send_report and igmpv3_sendpack.
final class IgmpOutput {

    private static final int ALL_ROUTERS = 0xE000_0002;
    private static final int V3_ROUTERS = 0xE000_0016;

    private final PacketPool pool;
    private final OwnPackets own;
    private final OutputRoutes routes;

    IgmpOutput(PacketPool pool, OwnPackets own, OutputRoutes routes) {
        this.pool = pool;
        this.own = own;
        this.routes = routes;
    }

    /// A packet with room for the header and nothing behind it, or null when there is none.
    @Nullable Packet fresh() {
        Packet packet = pool.take();
        if (packet != null) {
            packet.put(IgmpHeader.LENGTH);
            packet.markTransportHeader(0);
        }
        return packet;
    }

    /// Version 1 and 2: somebody is in a group, and tells so to all of it.
    void report(NetInterface device, int group, IgmpVersion version) {
        send(device, version == IgmpVersion.V1 ? IgmpHeader.V1_REPORT : IgmpHeader.V2_REPORT, group, group);
    }

    /// Version 2: nobody is in a group any more.
    void leave(NetInterface device, int group) {
        send(device, IgmpHeader.V2_LEAVE, group, ALL_ROUTERS);
    }

    /// A version 3 report, complete but for its type and checksum; given away.
    void sendReport(Packet report, NetInterface device) {
        send(report, device, IgmpHeader.V3_REPORT, V3_ROUTERS);
    }

    private void send(NetInterface device, int type, int group, int destination) {
        Packet packet = fresh();
        if (packet != null) {
            packet.igmp().group(group);
            send(packet, device, type, destination);
        }
    }

    private void send(Packet packet, NetInterface device, int type, int destination) {
        IgmpHeader igmp = packet.igmp();
        igmp.type(type);
        igmp.maxResponse(0);
        igmp.computeChecksum();
        packet.route(routes.lookup(destination, Ipv4.ANY, 0, 0, device));
        own.sendAlerting(packet, Ipv4Header.PROTOCOL_IGMP, destination);
    }
}
