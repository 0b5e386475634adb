package io.weft.net.conntrack;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.UdpHeader;

/// UDP and UDP-Lite, the kernel's `nf_conntrack_proto_udp.c`.
final class UdpTracker {

    private static final long STREAM_AFTER_NS = 2_000_000_000L;

    private final ConntrackSettings settings;
    private final Refresh refresh;

    UdpTracker(ConntrackSettings settings, Refresh refresh) {
        this.settings = settings;
        this.refresh = refresh;
    }

    Outcome track(TrackedConnection connection, Packet packet, Direction direction, boolean cameIn, long nowNs) {
        if (!isWellFormed(packet, cameIn)) {
            return Outcome.INVALID;
        }
        if (!connection.has(ConnectionStatus.CONFIRMED)) {
            connection.streamNs = nowNs + STREAM_AFTER_NS;
        }
        boolean isStream = connection.has(ConnectionStatus.SEEN_REPLY) && nowNs - connection.streamNs > 0;
        refresh.refresh(connection, packet, direction, nowNs, settings.nanos(isStream
                ? ConntrackSetting.NF_CONNTRACK_UDP_TIMEOUT_STREAM : ConntrackSetting.NF_CONNTRACK_UDP_TIMEOUT));
        if (isStream && connection.raise(ConnectionStatus.ASSURED)) {
            connection.changed(ConnectionChange.ASSURED);
        }
        return Outcome.ACCEPT;
    }

    private boolean isWellFormed(Packet packet, boolean cameIn) {
        int length = packet.transportLength();
        if (length < UdpHeader.LENGTH) {
            return false;
        }
        UdpHeader udp = packet.udp();
        boolean isUdp = packet.ip().protocol() == Ipv4Header.PROTOCOL_UDP;
        int covered = udp.length();
        if (!isUdp && covered == 0) {
            covered = length;
        }
        if (covered > length || covered < UdpHeader.LENGTH) {
            return false;
        }
        if (udp.checksum() == 0) {
            // UDP-Lite has no packets without one (RFC 3828 §3.1)
            return isUdp;
        }
        return !cameIn || !settings.has(ConntrackSetting.NF_CONNTRACK_CHECKSUM) || packet.checksum() != ChecksumState.UNCHECKED
                || checksumIsRight(packet, isUdp ? length : covered, length);
    }

    /// Linux sums over the whole IP payload here, whatever the UDP header says its length is.
    private static boolean checksumIsRight(Packet packet, int covered, int length) {
        Ipv4Header ip = packet.ip();
        int sum = Checksum.sum(packet, packet.transportOffset(), covered)
                + Checksum.pseudoHeader(ip.source(), ip.destination(), ip.protocol(), length);
        return (sum & 0xFFFF) + (sum >>> 16) == 0xFFFF;
    }
}
