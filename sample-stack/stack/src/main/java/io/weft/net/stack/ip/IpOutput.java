package io.weft.net.stack.ip;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.net.address.Ipv4;
import io.weft.net.driver.Offloads;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketSink;
import io.weft.net.packet.Segmentation;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.device.SoftwareOffload;
import io.weft.net.stack.neighbor.NeighborTable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries packets down: routes this host's own, and takes all that leave to the size of their link and to their next hop. The kernel's
/// ip_queue_xmit, ip_local_out (● NF_INET_LOCAL_OUT), ip_output (● NF_INET_POST_ROUTING) and ip_finish_output.
public final class IpOutput implements HookHost {

    private final Hooks hooks;
    private final OutputRoutes routes;
    private final IpErrors errors;
    private final NeighborTable neighbors;
    private final Identification identification;
    private final GroupFilter groups;
    private final ExplainedPackets explained;
    private final IpCounters counters;
    private final PacketSink fragments = this::toNextHop;
    private final PacketSink segments = this::fit;
    private Route towardsGateway = new Route.Blackhole();
    private Route.@Nullable Unicast viaGateway;

    IpOutput(Hooks hooks, OutputRoutes routes, IpErrors errors, NeighborTable neighbors, Identification identification,
            GroupFilter groups, ExplainedPackets explained, IpCounters counters) {
        this.hooks = hooks;
        this.routes = routes;
        this.errors = errors;
        this.neighbors = neighbors;
        this.identification = identification;
        this.groups = groups;
        this.explained = explained;
        this.counters = counters;
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    /// Sends a packet of this host; gives it away.
    ///
    /// @param packet with a complete IP header at its head, but for the checksum and, where they are zero, source and identification.
    ///     An `out` that is set says by which interface a broadcast or multicast packet goes; a route that is set is taken
    public void send(Packet packet) {
        packet.markNetworkHeader();
        Ipv4Header ip = packet.ip();
        packet.markTransportHeader(ip.headerLength());
        packet.in(null);
        Route route = packet.route() != null ? packet.route() : lookup(packet, packet.out());
        if (!leave(packet, route)) {
            refuse(packet);
            return;
        }
        counters.count(packet, IpCounter.OUT_REQUESTS);
        if (ip.source() == Ipv4.ANY) {
            ip.source(OutputRoutes.source(route));
        }
        if (ip.identification() == 0 && !ip.dontFragment()) {
            // RFC 6864 §4.1: a datagram that is never cut needs none
            ip.identification(identification.next(ip.source(), ip.destination(), ip.protocol()));
        }
        ip.computeChecksum();
        emit(packet);
    }

    /// Sends a packet as it stands to a next hop that its destination does not say; gives it away.
    ///
    /// @param packet with a complete IP header at its head, but for the checksum
    public void sendVia(Packet packet, int gateway) {
        packet.markNetworkHeader();
        Ipv4Header ip = packet.ip();
        packet.markTransportHeader(ip.headerLength());
        packet.in(null);
        Route towards = routes.lookup(gateway, Ipv4.ANY, 0, ip.tos(), null);
        if (!leave(packet, towards instanceof Route.Unicast hop ? via(hop, hop.nextHop(gateway)) : towards)) {
            packet.drop(DropReason.NO_ROUTE);
            return;
        }
        ip.computeChecksum();
        emit(packet);
    }

    /// The route to a next hop; the one made last is kept, because who sends packets to a gateway sends many.
    private Route.Unicast via(Route.Unicast towards, int nextHop) {
        Route.Unicast known = viaGateway;
        if (known == null || towardsGateway != towards || known.gateway() != nextHop) {
            known = new Route.Unicast(towards.device(), nextHop, towards.source());
            viaGateway = known;
            towardsGateway = towards;
        }
        return known;
    }

    /// A handler that changed what the route depends on has the packet rerouted, or sets its route to null, and it is looked up here.
    @Hook(PacketHooks.LOCAL_OUT)
    private void emit(Packet packet) {
        if (!leave(packet, packet.route() != null ? packet.route() : lookup(packet, null))) {
            refuse(packet);
            return;
        }
        transmit(packet);
    }

    private void refuse(Packet packet) {
        counters.count(packet, IpCounter.OUT_NO_ROUTES);
        packet.drop(DropReason.NO_ROUTE);
    }

    /// Looks once more where a packet of this host goes that is at LOCAL_OUT; the kernel's ip_route_me_harder. The interface that it
    /// will leave by is noted only when it leaves LOCAL_OUT: handlers there see the one of before, as in Linux.
    ///
    /// @return false when no route leads there; the packet is the caller's to drop
    public boolean reroute(Packet packet) {
        Route route = lookup(packet, null);
        packet.route(route);
        return routes.device(route) != null;
    }

    private Route lookup(Packet packet, @Nullable NetInterface wanted) {
        Ipv4Header ip = packet.ip();
        return routes.lookup(ip.destination(), ip.source(), packet.mark(), ip.tos(), wanted);
    }

    /// Notes route and interface of a packet; false when the route leads nowhere.
    private boolean leave(Packet packet, Route route) {
        NetInterface out = routes.device(route);
        packet.route(route);
        packet.out(out);
        return out != null;
    }

    @Hook(PacketHooks.POST_ROUTING)
    void transmit(Packet packet) {
        if (packet.in() == null && packet.route() instanceof Route.Broadcast(NetInterface device, int _) && packet.trail() == null) {
            toAll(packet, device);
        } else {
            fit(packet);
        }
    }

    /// A broadcast goes to all hosts of the link, this one included; what goes to a group to those who are in it. The kernel's
    /// ip_mc_output.
    private void toAll(Packet packet, NetInterface device) {
        Ipv4Header ip = packet.ip();
        boolean group = Ipv4.isMulticast(ip.destination());
        boolean heard = !group || !IpNotes.has(packet, IpNotes.NOT_HEARD_HERE)
                && groups.hears(device, ip.destination(), ip.source(), ip.protocol());
        packet.control(packet.control() & ~IpNotes.NOT_HEARD_HERE);
        // what goes to all behind lo comes back by itself
        if (heard && !device.isLoopback()) {
            hearOneself(packet);
        }
        // RFC 1112 §6.1: a TTL of 0 keeps it here
        if (device.isLoopback() ? heard : !group || ip.ttl() > 0) {
            fit(packet);
        } else {
            packet.release();
        }
    }

    private static void hearOneself(Packet packet) {
        Packet copy = packet.copy();
        if (copy == null) {
            return;
        }
        copy.linkType(LinkType.LOOPBACK);
        copy.out(null);
        // its way is another one's
        copy.journal(null);
        ((NetDevice) Objects.requireNonNull(packet.out())).loopBack(copy);
    }

    /// Brings the packet to the size of its link (RFC 791 §3.2).
    private void fit(Packet packet) {
        int mtu = Objects.requireNonNull(packet.out()).mtu();
        if (packet.fragmentMaxSize() == 0 && !PacketSize.exceeds(packet, mtu)) {
            toNextHop(packet);
        } else if (packet.segmentation() != Segmentation.NONE) {
            SoftwareOffload.toWire(packet, Offloads.NONE, segments);
        } else if (packet.ip().dontFragment() && (packet.fragmentMaxSize() == 0 || packet.fragmentMaxSize() > mtu)) {
            counters.count(packet, IpCounter.FRAG_FAILS);
            errors.error(packet, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.FRAGMENTATION_NEEDED, mtu);
            packet.drop(DropReason.FRAGMENTATION_NEEDED);
        } else {
            cut(packet, mtu);
        }
    }

    private void cut(Packet packet, int mtu) {
        boolean real = packet.trail() == null;
        int pieces = Fragmenter.fragment(packet, mtu, fragments);
        if (real) {
            counters.cut(pieces);
        }
    }

    private void toNextHop(Packet packet) {
        NetDevice device = (NetDevice) Objects.requireNonNull(packet.out());
        if (packet.journal() != null && explained.leaves(packet, device)) {
            return;
        }
        counters.count(IpCounter.OUT_TRANSMITS);
        switch (packet.route()) {
            case Route.Unicast hop -> neighbors.send(packet, device, hop.nextHop(packet.ip().destination()));
            case Route.Local _ -> device.transmit(packet);
            case Route.Broadcast _ -> {
                if (Ipv4.isMulticast(packet.ip().destination())) {
                    counters.count(IpCounter.OUT_MCAST_PKTS);
                    neighbors.send(packet, device, packet.ip().destination());
                } else {
                    counters.count(IpCounter.OUT_BCAST_PKTS);
                    neighbors.broadcast(packet, device);
                }
            }
            case Route.Blackhole _, Route.Unreachable _ -> packet.drop(DropReason.NO_ROUTE);
            case null -> packet.drop(DropReason.NO_ROUTE);
        }
    }
}
