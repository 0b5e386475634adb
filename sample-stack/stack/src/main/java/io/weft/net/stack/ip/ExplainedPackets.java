package io.weft.net.stack.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketQueue;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the way down ends for packets that bear a {@link PacketTrail}: it is written down where they go. Made-up ones go no further; those
/// to this host itself wait here, as if `lo` had them, to be taken in again.
public final class ExplainedPackets {

    private final PacketQueue looped = new PacketQueue();

    /// @param packet at the size of its link; taken over if it is made up
    /// @return false when it is a real one, which the caller sends
    boolean leaves(Packet packet, NetInterface device) {
        PacketTrail trail = Objects.requireNonNull(packet.journal());
        if (!trail.isMadeUp()) {
            // over lo its way goes on
            if (!(packet.route() instanceof Route.Local)) {
                sent(packet, trail, device);
            }
            return false;
        }
        if (packet.route() instanceof Route.Local) {
            packet.out(null);
            packet.control(0);
            packet.in(device);
            if (packet.checksum() == ChecksumState.UNCHECKED) {
                packet.checksum(ChecksumState.VERIFIED);
            }
            looped.add(packet);
        } else {
            sent(packet, trail, device);
            packet.release();
        }
        return true;
    }

    private static void sent(Packet packet, PacketTrail trail, NetInterface device) {
        int nextHop = packet.route() instanceof Route.Unicast hop ? hop.nextHop(packet.ip().destination()) : Ipv4.ANY;
        trail.end(new Fate.Sent(device.name(), nextHop == Ipv4.ANY ? "" : Ipv4.format(nextHop), packet.length()));
    }

    /// The next packet that came over `lo`, or null.
    public @Nullable Packet looped() {
        return looped.poll();
    }
}
