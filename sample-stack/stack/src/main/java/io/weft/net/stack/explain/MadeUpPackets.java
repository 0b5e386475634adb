package io.weft.net.stack.explain;

import io.weft.hook.runtime.Following;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.Packet;

/// Follows the made-up packet that bears one trail, past every hook point.
///
/// @param trail where it is written
public record MadeUpPackets(PacketTrail trail) implements Following {

    @Override
    public boolean wants(String hook, Object subject) {
        return ((Packet) subject).trail() == trail;
    }

    @Override
    public Way enter(String hook, Object subject) {
        trail.came(hook, PacketLook.of((Packet) subject));
        return new TrailWriter(trail, hook);
    }
}
