package io.weft.net.stack.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.stack.time.DayClock;

/// Puts IP headers before what this host's transports want sent.
public final class OwnPackets {

    private static final int ALERTING_HEADER = Ipv4Header.MIN_LENGTH + 4;
    private static final int INTERNETWORK_CONTROL = 0xC0;

    private final IpOutput output;
    private final int ttl;
    private final DayClock clock;
    private final IpCounters counters;

    OwnPackets(IpOutput output, int ttl, DayClock clock, IpCounters counters) {
        this.output = output;
        this.ttl = ttl;
        this.clock = clock;
        this.counters = counters;
    }

    /// The TTL of packets about which nobody said one.
    public int defaultTtl() {
        return ttl;
    }

    /// Counts what a transport wanted sent and no route takes.
    public void foundNoRoute() {
        counters.count(IpCounter.OUT_NO_ROUTES);
    }

    /// Has a packet to a group not heard on this host itself.
    public static void notHeardHere(Packet packet) {
        IpNotes.set(packet, IpNotes.NOT_HEARD_HERE);
    }

    /// Sends a packet that all routers of its link are to look at, and none is to pass on, and that is not heard here itself: with the
    /// router alert option (RFC 2113), a TTL of 1 and the precedence of internetwork control.
    ///
    /// @param packet with the transport header at its head and complete, and its route; given away
    public void sendAlerting(Packet packet, int protocol, int destination) {
        packet.push(ALERTING_HEADER);
        packet.markNetworkHeader();
        Ipv4Header ip = packet.ip();
        ip.versionAndHeaderLength(ALERTING_HEADER);
        ip.tos(INTERNETWORK_CONTROL);
        ip.totalLength(packet.length());
        ip.identification(0);
        ip.fragment(true, false, 0);
        ip.ttl(1);
        ip.protocol(protocol);
        ip.source(Ipv4.ANY);
        ip.destination(destination);
        // type, length, and that every router is to look
        ip.optionI32(0, IpOption.ROUTER_ALERT << 24 | 4 << 16);
        notHeardHere(packet);
        output.send(packet);
    }

    /// Sends a packet with the usual TTL; gives it away.
    ///
    /// @param packet with the transport header at its head and complete
    /// @param dontFragment that a link with too small an MTU may not cut it
    /// @param options that it answers with, or {@link EchoedOptions#NONE}
    public void send(Packet packet, int protocol, int source, int destination, int tos, boolean dontFragment, EchoedOptions options) {
        send(packet, protocol, source, destination, tos, ttl, dontFragment, options);
    }

    /// Sends a packet; gives it away.
    ///
    /// @see #send(Packet, int, int, int, int, boolean, EchoedOptions)
    public void send(Packet packet, int protocol, int source, int destination, int tos, int timeToLive, boolean dontFragment,
            EchoedOptions options) {
        int headerLength = Ipv4Header.MIN_LENGTH + options.length();
        packet.push(headerLength);
        packet.markNetworkHeader();
        Ipv4Header ip = packet.ip();
        ip.versionAndHeaderLength(headerLength);
        ip.tos(tos);
        ip.totalLength(packet.length());
        ip.identification(0);
        ip.fragment(dontFragment, false, 0);
        ip.ttl(timeToLive);
        ip.protocol(protocol);
        ip.source(source);
        ip.destination(options.firstStop(destination));
        if (options.length() > 0) {
            options.write(packet, source, destination, clock.millis());
        }
        output.send(packet);
    }
}
