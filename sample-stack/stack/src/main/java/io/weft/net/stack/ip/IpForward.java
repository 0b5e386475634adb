package io.weft.net.stack.ip;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.Hooks;
import io.weft.net.address.Ipv4;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.route.Route;
import org.jspecify.annotations.Nullable;

/// Carries packets across this host: their TTL, their size, and a word to senders that know no better way. The kernel's ip_forward and
/// ip_forward_finish (● NF_INET_FORWARD).
public final class IpForward implements HookHost {

    private final Hooks hooks;
    private final IpErrors errors;
    private final IpOutput output;
    private final IpCounters counters;

    IpForward(Hooks hooks, IpErrors errors, IpOutput output, IpCounters counters) {
        this.hooks = hooks;
        this.errors = errors;
        this.output = output;
        this.counters = counters;
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    void forward(Packet packet, Route.Unicast hop) {
        Ipv4Header ip = packet.ip();
        if (packet.linkType() != LinkType.HOST) {
            // RFC 1122 §3.3.6
            packet.drop(DropReason.UNICAST_IN_BROADCAST);
        } else if (ip.ttl() <= 1) {
            // RFC 1812 §5.3.1
            counters.count(packet, IpCounter.IN_HDR_ERRORS);
            errors.error(packet, IcmpHeader.TIME_EXCEEDED, IcmpHeader.TTL_EXCEEDED, 0);
            packet.drop(DropReason.TTL_EXPIRED);
        } else {
            counters.count(packet, IpCounter.FORW_DATAGRAMS);
            goOn(packet, ip, hop);
        }
    }

    private void goOn(Packet packet, Ipv4Header ip, Route.Unicast hop) {
        if (IpNotes.has(packet, IpNotes.STRICT_SOURCE_ROUTE) && hop.gateway() != Ipv4.ANY) {
            errors.error(packet, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.SOURCE_ROUTE_FAILED, 0);
            packet.drop(DropReason.IP_OPTIONS);
        } else if (mayNotBeCut(packet, hop.device().mtu())) {
            counters.count(packet, IpCounter.FRAG_FAILS);
            errors.error(packet, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.FRAGMENTATION_NEEDED, hop.device().mtu());
            packet.drop(DropReason.FRAGMENTATION_NEEDED);
        } else {
            ip.decrementTtl();
            if (IpNotes.has(packet, IpNotes.REDIRECT) && IpNotes.sourceRoute(packet) < 0) {
                errors.redirect(packet, hop.nextHop(ip.destination()));
            }
            packet.out(hop.device());
            pass(packet);
        }
    }

    /// RFC 1191 §4. A datagram that was put together here counts by its largest fragment.
    private static boolean mayNotBeCut(Packet packet, int mtu) {
        return packet.ip().dontFragment() && packet.length() > mtu
                && (packet.fragmentMaxSize() == 0 ? PacketSize.exceeds(packet, mtu) : packet.fragmentMaxSize() > mtu);
    }

    @Hook(PacketHooks.FORWARD)
    private void pass(Packet packet) {
        if (packet.route() instanceof Route.Unicast hop) {
            IpOptions.forward(packet, hop);
        }
        output.transmit(packet);
    }
}
