package io.weft.net.stack.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.route.RouteTable;
import org.jspecify.annotations.Nullable;

/// Where this host's own packets go, and from which address. The kernel's ip_route_output_key.
public final class OutputRoutes {

    private final RouteTable routes;

    public OutputRoutes(RouteTable routes) {
        this.routes = routes;
    }

    /// The route to a host, or by which interface to all of them.
    ///
    /// @param source of the packet, or 0.0.0.0
    /// @param mark of the packet
    /// @param tos of the packet
    /// @param wanted the interface for a broadcast or multicast packet, or null for the one that has the source address, or else the one
    ///     that the routes say
    public Route lookup(int destination, int source, int mark, int tos, @Nullable NetInterface wanted) {
        if (destination != Ipv4.BROADCAST && !Ipv4.isMulticast(destination)) {
            return routes.lookup(source, destination, mark, tos, null);
        }
        if (wanted != null) {
            return routes.everybodyOn(wanted);
        }
        if (source != Ipv4.ANY && routes.lookup(source) instanceof Route.Local(NetInterface device, _)) {
            return routes.everybodyOn(device);
        }
        return routes.lookup(source, destination, mark, tos, null) instanceof Route.Unicast hop
                ? routes.everybodyOn(hop.device())
                : RouteTable.NO_ROUTE;
    }

    /// The way back to the sender of a packet, the kernel's rpfilter_lookup_reverse.
    public Route back(Packet packet, int mark) {
        Ipv4Header ip = packet.ip();
        int destination = ip.destination();
        boolean host = !Ipv4.isMulticast(destination) && destination != Ipv4.BROADCAST && !Ipv4.isZeroNet(destination);
        return routes.lookup(host ? destination : Ipv4.ANY, ip.source(), mark, ip.tos(), null);
    }

    /// The address that this host speaks from by `route`.
    public static int source(Route route) {
        return switch (route) {
            case Route.Unicast hop -> hop.source();
            case Route.Broadcast all -> all.source();
            case Route.Local own -> own.source();
            case Route.Blackhole _, Route.Unreachable _ -> Ipv4.ANY;
        };
    }

    /// The interface that a packet leaves by, or null when the route leads nowhere.
    public @Nullable NetInterface device(Route route) {
        return switch (route) {
            case Route.Unicast hop -> hop.device();
            case Route.Broadcast all -> all.device();
            case Route.Local _ -> routes.loopback();
            case Route.Blackhole _, Route.Unreachable _ -> null;
        };
    }
}
