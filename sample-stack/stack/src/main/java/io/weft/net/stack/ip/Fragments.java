package io.weft.net.stack.ip;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Packet;
import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;
import org.jspecify.annotations.Nullable;

/// Fragments that wait for the rest of their datagram, and the clock that runs for them.
final class Fragments {

    private final Reassembler reassembler;
    private final Timers timers;
    private final Timer timer = new Timer(this::expire);

    Fragments(ReassemblyLimits limits, Timers timers, ReassemblyTimeout timeout, IpCounters counters) {
        this.timers = timers;
        this.reassembler = new Reassembler(limits, timeout, counters);
    }

    /// Tells the sender, if the fragment with offset 0 has come (RFC 1122 §3.3.2).
    static ReassemblyTimeout tellSender(IpErrors errors) {
        return first -> errors.error(first, IcmpHeader.TIME_EXCEEDED, IcmpHeader.REASSEMBLY_TIME_EXCEEDED, 0);
    }

    /// Takes a fragment and answers the whole datagram if this was the last that it lacked.
    @Nullable Packet add(Packet fragment) {
        @Nullable Packet whole = reassembler.add(fragment, timers.nowNs());
        watch();
        return whole;
    }

    void close() {
        reassembler.drop(DropReason.SHUTDOWN);
        timers.cancel(timer);
    }

    private void expire() {
        reassembler.expire(timers.nowNs());
        watch();
    }

    private void watch() {
        if (!timer.isSet() && reassembler.waiting() > 0) {
            timers.set(timer, Math.max(0, reassembler.nextExpiryNs() - timers.nowNs()));
        }
    }
}
