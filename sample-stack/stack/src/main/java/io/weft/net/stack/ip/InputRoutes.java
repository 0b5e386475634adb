package io.weft.net.stack.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.route.Addresses;
import io.weft.net.stack.route.RouteTable;
import org.jspecify.annotations.Nullable;

/// Routes packets that came in, and says which have addresses that no packet off a wire may have (RFC 1812 §5.3.7, RFC 3704). The
/// kernel's ip_route_input.
final class InputRoutes {

    /// 224.0.0.0/24, the groups that no router passes on.
    private static final int LINK_GROUPS = 0xE0_0000;

    private final IpSettings settings;
    private final RouteTable routes;
    private final Addresses addresses;
    private final GroupFilter groups;

    InputRoutes(IpSettings settings, RouteTable routes, Addresses addresses, GroupFilter groups) {
        this.settings = settings;
        this.routes = routes;
        this.addresses = addresses;
        this.groups = groups;
    }

    /// Looks up the route of a packet that came in, and notes it there.
    ///
    /// @return why the packet may not go on, or null
    @Nullable DropReason route(Packet packet, NetInterface in) {
        Ipv4Header ip = packet.ip();
        int source = ip.source();
        int destination = ip.destination();
        if (Ipv4.isMulticast(source) || source == Ipv4.BROADCAST) {
            return DropReason.MARTIAN_SOURCE;
        }
        if (Ipv4.isMulticast(destination)) {
            return routeToGroup(packet, in);
        }
        if (destination == Ipv4.BROADCAST || source == Ipv4.ANY && destination == Ipv4.ANY) {
            packet.route(routes.everybodyOn(in));
            return source == Ipv4.ANY ? null : refuse(packet, source, in, null);
        }
        // like Linux, hosts may have addresses of 0.0.0.0/8, all but the first
        if (source == Ipv4.ANY || Ipv4.isLoopback(source)) {
            return DropReason.MARTIAN_SOURCE;
        }
        if (destination == Ipv4.ANY || Ipv4.isLoopback(destination)) {
            return DropReason.MARTIAN_DESTINATION;
        }
        Route route = routes.lookup(source, destination, packet.mark(), ip.tos(), in);
        packet.route(route);
        return switch (route) {
            case Route.Local _, Route.Broadcast _ -> refuse(packet, source, in, null);
            case Route.Unicast hop -> settings.forwarding() ? refuse(packet, source, in, hop) : null;
            case Route.Blackhole _, Route.Unreachable _ -> null;
        };
    }

    /// The kernel's ip_route_input_mc and ip_mc_validate_source. A host that has no address yet may speak to the groups of its link.
    private @Nullable DropReason routeToGroup(Packet packet, NetInterface in) {
        Ipv4Header ip = packet.ip();
        if (!groups.hears(in, ip.destination(), ip.source(), ip.protocol())) {
            return DropReason.NOT_FOR_US;
        }
        packet.route(routes.everybodyOn(in));
        if (ip.source() == Ipv4.ANY) {
            boolean local = ip.destination() >>> 8 == LINK_GROUPS || ip.protocol() == Ipv4Header.PROTOCOL_IGMP;
            return local ? null : DropReason.MARTIAN_SOURCE;
        }
        return Ipv4.isLoopback(ip.source()) ? DropReason.MARTIAN_SOURCE : refuse(packet, ip.source(), in, null);
    }

    /// The kernel's fib_validate_source. With rules it always looks for the way back, which no mark decides about (src_valid_mark 0).
    private @Nullable DropReason refuse(Packet packet, int source, NetInterface in, Route.@Nullable Unicast hop) {
        boolean policy = routes.hasPolicy();
        if (!policy && addresses.isLocal(source)) {
            return DropReason.MARTIAN_SOURCE;
        }
        boolean turnsBack = settings.sendRedirects() && hop != null && hop.device() == in;
        if (settings.reversePath() == IpSettings.ReversePath.OFF && !turnsBack && !policy) {
            return null;
        }
        Ipv4Header ip = packet.ip();
        return switch (routes.lookup(ip.destination(), source, 0, ip.tos(), hop == null ? null : hop.device())) {
            case Route.Local _, Route.Broadcast _ -> DropReason.MARTIAN_SOURCE;
            case Route.Unicast back -> {
                if (back.device() == in) {
                    if (turnsBack && back.gateway() == Ipv4.ANY) {
                        IpNotes.set(packet, IpNotes.REDIRECT);
                    }
                    yield null;
                }
                yield settings.reversePath() == IpSettings.ReversePath.STRICT ? DropReason.REVERSE_PATH : null;
            }
            case Route.Blackhole _, Route.Unreachable _ ->
                settings.reversePath() == IpSettings.ReversePath.OFF ? null : DropReason.REVERSE_PATH;
        };
    }
}
