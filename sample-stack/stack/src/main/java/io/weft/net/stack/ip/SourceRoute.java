package io.weft.net.stack.ip;

import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.route.Route;
import io.weft.net.stack.route.RouteTable;

/// Takes packets along the way that their sender wrote into them (RFC 791 §3.1, RFC 1812 §5.2.4.1), where the operator lets it. The
/// kernel's ip_options_rcv_srr.
final class SourceRoute {

    private final RouteTable routes;
    private final IpErrors errors;

    SourceRoute(RouteTable routes, IpErrors errors) {
        this.routes = routes;
        this.errors = errors;
    }

    /// Looks where a packet with a source route goes next.
    ///
    /// @return whether it goes on; else it is the caller's to drop
    boolean receive(Packet packet) {
        if (packet.linkType() != LinkType.HOST) {
            return false;
        }
        return switch (packet.route()) {
            case Route.Local _ -> next(packet);
            case Route.Unicast _ -> {
                boolean strict = IpNotes.has(packet, IpNotes.STRICT_SOURCE_ROUTE);
                if (strict) {
                    // the destination, octet 16 of the header, is not this host
                    errors.error(packet, IcmpHeader.PARAMETER_PROBLEM, 0, 16 << 24);
                }
                yield !strict;
            }
            case Route.Broadcast _, Route.Blackhole _, Route.Unreachable _ -> false;
            case null -> false;
        };
    }

    private boolean next(Packet packet) {
        Ipv4Header ip = packet.ip();
        int at = IpNotes.sourceRoute(packet);
        int length = ip.option(at + IpOption.LENGTH);
        for (int pointer = ip.option(at + IpOption.POINTER); pointer <= length; pointer += 4) {
            if (pointer + 3 > length) {
                errors.error(packet, IcmpHeader.PARAMETER_PROBLEM, 0, Ipv4Header.MIN_LENGTH + at + IpOption.POINTER << 24);
                return false;
            }
            int stop = ip.optionI32(at + pointer - 1);
            Route route = routes.lookup(ip.source(), stop, packet.mark(), ip.tos(), packet.in());
            if (route instanceof Route.Unicast) {
                packet.route(route);
                IpNotes.set(packet, IpNotes.SOURCE_ROUTED | IpNotes.CHANGED);
                IpNotes.nextStop(packet, stop);
                return true;
            }
            if (!(route instanceof Route.Local)) {
                return false;
            }
            // a stop that is this host too is passed at once
            ip.destination(stop);
            IpNotes.set(packet, IpNotes.CHANGED);
        }
        return true;
    }

    /// Writes into a packet that goes on where it goes and that it was here.
    static void leave(Packet packet, Ipv4Header ip, int ownAddress) {
        int at = IpNotes.sourceRoute(packet);
        int length = ip.option(at + IpOption.LENGTH);
        int stop = IpNotes.nextStop(packet);
        int pointer = ip.option(at + IpOption.POINTER);
        while (pointer + 3 <= length && ip.optionI32(at + pointer - 1) != stop) {
            pointer += 4;
        }
        if (pointer + 3 <= length) {
            ip.destination(stop);
            ip.optionI32(at + pointer - 1, ownAddress);
            ip.option(at + IpOption.POINTER, pointer + 4);
        }
    }
}
