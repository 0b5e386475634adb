package io.weft.net.tables.trace;

import io.weft.net.address.Ipv4Prefix;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import java.util.function.Predicate;

/// Chooses packets by what stands in their headers.
///
/// @param protocol 0 for any
/// @param sourcePort and the other one: {@link #ANY_PORT} for any, and for protocols without ports
/// @param device by which they came in; empty for any, and for this host's own
record PacketChoice(Ipv4Prefix source, Ipv4Prefix destination, int protocol, int sourcePort, int destinationPort, String device)
        implements Predicate<Packet> {

    static final int ANY_PORT = -1;
    private static final int PORTS_LENGTH = 4;

    @Override
    public boolean test(Packet packet) {
        Ipv4Header ip = packet.ip();
        return source.contains(ip.source()) && destination.contains(ip.destination())
                && (protocol == 0 || protocol == ip.protocol())
                && (device.isEmpty() || packet.in() != null && device.equals(packet.in().name()))
                && (sourcePort == ANY_PORT && destinationPort == ANY_PORT || hasPorts(packet, ip));
    }

    private boolean hasPorts(Packet packet, Ipv4Header ip) {
        int at = ip.headerLength();
        return !ip.isLaterFragment() && packet.length() >= at + PORTS_LENGTH
                && (sourcePort == ANY_PORT || sourcePort == packet.u16(at))
                && (destinationPort == ANY_PORT || destinationPort == packet.u16(at + 2));
    }
}
