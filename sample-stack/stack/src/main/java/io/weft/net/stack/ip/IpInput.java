package io.weft.net.stack.ip;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.net.address.Ipv4;
import io.weft.net.explain.TrailNote;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes IP packets that came in: checks the header, routes, and delivers those to this host. The kernel's ip_rcv, ip_rcv_finish
/// (● NF_INET_PRE_ROUTING), ip_local_deliver and ip_local_deliver_finish (● NF_INET_LOCAL_IN).
public final class IpInput implements HookHost {

    private final Hooks hooks;
    private final IpSettings settings;
    private final InputRoutes routes;
    private final IpOptions options;
    private final SourceRoute sourceRoute;
    private final IpErrors errors;
    private final IpForward forward;
    private final Fragments fragments;
    private final Transports transports;
    private final IpCounters counters;

    IpInput(Hooks hooks, IpSettings settings, InputRoutes routes, IpOptions options, SourceRoute sourceRoute, IpErrors errors,
            IpForward forward, Fragments fragments, Transports transports, IpCounters counters) {
        this.hooks = hooks;
        this.settings = settings;
        this.routes = routes;
        this.options = options;
        this.sourceRoute = sourceRoute;
        this.errors = errors;
        this.forward = forward;
        this.fragments = fragments;
        this.transports = transports;
        this.counters = counters;
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    /// Checks what RFC 1122 §3.2.1 and RFC 1812 §5.2.2 say about the header, and cuts off what a link padded.
    ///
    /// @param packet with the IP header at its head; where it came in is known
    public void receive(Packet packet) {
        counters.count(packet, IpCounter.IN_RECEIVES);
        int length = packet.length();
        if (length < Ipv4Header.MIN_LENGTH) {
            refuse(packet, IpCounter.IN_HDR_ERRORS, DropReason.IP_TOO_SHORT);
            return;
        }
        Ipv4Header ip = packet.ip();
        int headerLength = ip.headerLength();
        int totalLength = ip.totalLength();
        if (ip.version() != 4) {
            refuse(packet, IpCounter.IN_HDR_ERRORS, DropReason.IP_VERSION);
        } else if (headerLength < Ipv4Header.MIN_LENGTH || headerLength > length) {
            refuse(packet, IpCounter.IN_HDR_ERRORS, DropReason.IP_HEADER_LENGTH);
        } else if (!ip.checksumIsRight()) {
            counters.count(packet, IpCounter.IN_CSUM_ERRORS);
            refuse(packet, IpCounter.IN_HDR_ERRORS, DropReason.IP_CHECKSUM);
        } else if (totalLength > length || totalLength < headerLength) {
            refuse(packet, totalLength > length ? IpCounter.IN_TRUNCATED_PKTS : IpCounter.IN_HDR_ERRORS, DropReason.IP_TOTAL_LENGTH);
        } else {
            packet.trim(totalLength);
            packet.markTransportHeader(headerLength);
            if (packet.segmentation() != Segmentation.NONE && !PacketSize.hasSegmentHeader(packet)) {
                refuse(packet, IpCounter.IN_DISCARDS, DropReason.OFFLOAD_MALFORMED);
            } else {
                route(packet);
            }
        }
    }

    private void refuse(Packet packet, IpCounter counter, DropReason reason) {
        counters.count(packet, counter);
        packet.drop(reason);
    }

    @Hook(PacketHooks.PRE_ROUTING)
    private void route(Packet packet) {
        NetInterface in = Objects.requireNonNull(packet.in());
        // what came over lo was routed on its way out
        if (packet.route() == null) {
            DropReason refusal = routes.route(packet, in);
            if (refusal != null) {
                packet.drop(refusal);
                return;
            }
        }
        if (packet.ip().headerLength() > Ipv4Header.MIN_LENGTH && !readOptions(packet)) {
            refuse(packet, IpCounter.IN_HDR_ERRORS, DropReason.IP_OPTIONS);
            return;
        }
        switch (packet.route()) {
            case Route.Local _ -> deliver(packet);
            case Route.Broadcast _ -> {
                boolean group = Ipv4.isMulticast(packet.ip().destination());
                counters.count(packet, group ? IpCounter.IN_MCAST_PKTS : IpCounter.IN_BCAST_PKTS);
                deliver(packet);
            }
            case Route.Unicast hop -> {
                if (settings.forwarding()) {
                    forward.forward(packet, hop);
                } else {
                    refuse(packet, IpCounter.IN_ADDR_ERRORS, DropReason.FORWARDING_DISABLED);
                }
            }
            case Route.Blackhole _ -> packet.drop(DropReason.BLACKHOLE);
            case Route.Unreachable(int code) -> unreachable(packet, code);
            case null -> throw new IllegalStateException("a packet without a route");
        }
    }

    private boolean readOptions(Packet packet) {
        if (!options.receive(packet)) {
            return false;
        }
        return IpNotes.sourceRoute(packet) < 0 || settings.acceptSourceRoute() && sourceRoute.receive(packet);
    }

    /// RFC 1812 §5.2.7.1. A host that does not forward says nothing.
    private void unreachable(Packet packet, int code) {
        boolean noRoute = code == IcmpHeader.NET_UNREACHABLE;
        if (!settings.forwarding()) {
            counters.count(packet, IpCounter.IN_ADDR_ERRORS);
        } else {
            if (noRoute) {
                counters.count(packet, IpCounter.IN_NO_ROUTES);
            }
            errors.noRoute(packet, code);
        }
        packet.drop(noRoute ? DropReason.NO_ROUTE : DropReason.UNREACHABLE_ROUTE);
    }

    private void deliver(Packet packet) {
        @Nullable Packet whole = packet.ip().isFragment() ? putTogether(packet) : packet;
        if (whole != null) {
            demultiplex(whole);
        }
    }

    private @Nullable Packet putTogether(Packet fragment) {
        if (fragment.journal() != null) {
            fragment.journal().note(TrailNote.of("fragment", "waits for the others of its datagram; the way goes on with the one that begins it"));
        }
        return fragments.add(fragment);
    }

    @Hook(PacketHooks.LOCAL_IN)
    private void demultiplex(Packet packet) {
        packet.markTransportHeader(packet.ip().headerLength());
        switch (packet.ip().protocol()) {
            case Ipv4Header.PROTOCOL_ICMP -> transports.icmp().receive(delivered(packet));
            case Ipv4Header.PROTOCOL_IGMP -> transports.igmp().receive(delivered(packet));
            case Ipv4Header.PROTOCOL_UDP -> transports.udp().receive(delivered(packet));
            case Ipv4Header.PROTOCOL_TCP -> transports.tcp().receive(delivered(packet));
            default -> {
                errors.error(packet, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.PROTOCOL_UNREACHABLE, 0);
                refuse(packet, IpCounter.IN_UNKNOWN_PROTOS, DropReason.UNKNOWN_PROTOCOL);
            }
        }
    }

    private Packet delivered(Packet packet) {
        counters.count(packet, IpCounter.IN_DELIVERS);
        return packet;
    }
}
