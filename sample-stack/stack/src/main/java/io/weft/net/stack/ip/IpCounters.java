package io.weft.net.stack.ip;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.stack.counter.Counters;

/// What a stack's IP has counted since it was built. Counted by the loop thread, readable from any.
///
/// Packets that are only explained are not counted.
public final class IpCounters {

    private final Counters<IpCounter> counters = new Counters<>(IpCounter.class);

    IpCounters() { }

    public long of(IpCounter what) {
        return counters.of(what);
    }

    void count(Packet packet, IpCounter what) {
        if (packet.trail() == null) {
            counters.count(what);
        }
    }

    void count(IpCounter what) {
        counters.count(what);
    }

    /// Counts a datagram that was cut, or could not be where there are no pieces.
    void cut(int pieces) {
        counters.count(pieces == 0 ? IpCounter.FRAG_FAILS : IpCounter.FRAG_OKS);
        counters.add(IpCounter.FRAG_CREATES, pieces);
    }

    /// Counts a packet that a handler refused on its way down.
    public void refusedBelow(Packet packet) {
        if (packet.in() == null && packet.ip().protocol() != Ipv4Header.PROTOCOL_TCP) {
            count(packet, IpCounter.OUT_DISCARDS);
        }
    }
}
