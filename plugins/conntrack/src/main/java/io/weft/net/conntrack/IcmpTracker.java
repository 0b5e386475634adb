package io.weft.net.conntrack;

import io.weft.net.connection.Direction;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Packet;

/// ICMP queries, the kernel's `nf_conntrack_proto_icmp.c`; what errors are about finds {@link IcmpErrors}.
final class IcmpTracker {

    private static final int HIGHEST_TYPE = 18;

    private final ConntrackSettings settings;
    private final Refresh refresh;

    IcmpTracker(ConntrackSettings settings, Refresh refresh) {
        this.settings = settings;
        this.refresh = refresh;
    }

    /// Whether there is a message that tracking can make anything of.
    boolean isWellFormed(Packet packet, boolean cameIn) {
        if (packet.transportLength() < IcmpHeader.LENGTH) {
            return false;
        }
        if (cameIn && settings.has(ConntrackSetting.NF_CONNTRACK_CHECKSUM) && packet.checksum() == ChecksumState.UNCHECKED
                && !packet.icmp().checksumIsRight()) {
            return false;
        }
        return packet.icmp().type() <= HIGHEST_TYPE;
    }

    Outcome track(TrackedConnection connection, Packet packet, Direction direction, long nowNs) {
        switch (connection.ports >>> 8 & 0xFF) {
            case IcmpHeader.ECHO_REQUEST, IcmpHeader.TIMESTAMP_REQUEST, IcmpHeader.INFORMATION_REQUEST, IcmpHeader.ADDRESS_MASK_REQUEST -> {
                refresh.refresh(connection, packet, direction, nowNs, settings.nanos(ConntrackSetting.NF_CONNTRACK_ICMP_TIMEOUT));
                return Outcome.ACCEPT;
            }
            default -> {
                // an answer begins nothing
                return Outcome.INVALID;
            }
        }
    }
}
