package io.weft.net.stack.explain;

import io.weft.hook.Verdict;
import io.weft.hook.runtime.Following;
import io.weft.hook.spi.Stop;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketTrail.Entry;
import io.weft.net.packet.Packet;
import org.jspecify.annotations.Nullable;

/// Writes a packet's turns at one hook point on its trail.
///
/// @param hook where it is
record TrailWriter(PacketTrail trail, String hook) implements Following.Way {

    @Override
    public void turn(Following.Turn turn, @Nullable Object subject) {
        Packet packet = (Packet) subject;
        if (packet != null && packet.journal() != trail) {
            // a fragment that has become the whole datagram: with its bytes it got what was known of another
            packet.journal(trail);
        }
        trail.turned(new Entry.Turned(turn.plugin(), turn.handler(), turn.priority(), turn.outcome(), turn.reason(), turn.took(),
                packet == null ? null : PacketLook.of(packet)));
    }

    @Override
    public void leave(@Nullable Stop stop) {
        trail.left(stop == null ? "passes" : stop.verdict().toString());
        boolean gone = stop != null && stop.verdict().kind() == Verdict.Kind.STOLEN && stop.suspension() == null;
        if (gone && !trail.isMadeUp() && !trail.hasEnd()) {
            trail.end(new Fate.Held(stop.plugin() + "/" + stop.handler() + " at " + hook));
        }
    }
}
