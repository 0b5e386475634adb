package io.weft.net.conntrack;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;

/// GRE, the kernel's `nf_conntrack_proto_gre.c`.
final class GreTracker {

    private final ConntrackSettings settings;
    private final Refresh refresh;

    GreTracker(ConntrackSettings settings, Refresh refresh) {
        this.settings = settings;
        this.refresh = refresh;
    }

    /// Unlike the kernel's, a connection takes over time-outs that are set while it lasts.
    Outcome track(TrackedConnection connection, Packet packet, Direction direction, long nowNs) {
        boolean isStream = connection.has(ConnectionStatus.SEEN_REPLY);
        refresh.refresh(connection, packet, direction, nowNs, settings.nanos(isStream
                ? ConntrackSetting.NF_CONNTRACK_GRE_TIMEOUT_STREAM : ConntrackSetting.NF_CONNTRACK_GRE_TIMEOUT));
        if (isStream && connection.raise(ConnectionStatus.ASSURED)) {
            connection.changed(ConnectionChange.ASSURED);
        }
        return Outcome.ACCEPT;
    }
}
