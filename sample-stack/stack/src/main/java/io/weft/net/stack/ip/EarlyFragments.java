package io.weft.net.stack.ip;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.time.Timers;

/// The fragments that handlers want to see as whole datagrams before they are routed: those that came in and those of this host, each
/// for themselves, and apart from those that wait for this host's sockets. The kernel's `IP_DEFRAG_CONNTRACK_IN` and `…_OUT`.
public final class EarlyFragments {

    private final InputRoutes routes;
    private final IpErrors errors;
    private final Fragments incoming;
    private final Fragments outgoing;

    EarlyFragments(ReassemblyLimits limits, Timers timers, InputRoutes routes, IpErrors errors, IpCounters counters) {
        this.routes = routes;
        this.errors = errors;
        this.incoming = new Fragments(limits, timers, this::expired, counters);
        this.outgoing = new Fragments(limits, timers, Fragments.tellSender(errors), counters);
    }

    /// A router says nothing of datagrams that it only wanted to look at (RFC 1122 §3.3.2 speaks of the destination).
    private void expired(Packet first) {
        NetInterface in = first.in();
        if (in != null && routes.route(first, in) == null && first.route() instanceof Route.Local) {
            Fragments.tellSender(errors).expired(first);
        }
    }

    /// Takes a fragment, which is the whole datagram afterwards if it was the last that lacked.
    ///
    /// @return false when the fragment was taken
    public boolean putTogether(Packet fragment) {
        Packet taken = fragment.pool().take();
        if (taken == null) {
            fragment.drop(DropReason.NO_BUFFER);
            return false;
        }
        taken.trade(fragment);
        Packet whole = (taken.in() == null ? outgoing : incoming).add(taken);
        if (whole == null) {
            fragment.release();
            return false;
        }
        fragment.trade(whole);
        whole.release();
        return true;
    }

    void close() {
        incoming.close();
        outgoing.close();
    }
}
