package io.weft.net.stack.icmp;

import io.weft.net.stack.counter.Counters;
import org.jspecify.annotations.Nullable;

/// What a stack's ICMP has counted since it was built. Counted by the loop thread, readable from any.
public final class IcmpCounters {

    private final Counters<IcmpCounter> counters = new Counters<>(IcmpCounter.class);

    IcmpCounters() { }

    public long of(IcmpCounter what) {
        return counters.of(what);
    }

    void count(IcmpCounter what) {
        counters.count(what);
    }

    /// Counts a message that came in by its type.
    void received(int type) {
        countIfAny(IcmpCounter.received(type));
    }

    /// Counts a message of this host, also by its type.
    void sent(int type) {
        counters.count(IcmpCounter.OUT_MSGS);
        countIfAny(IcmpCounter.sent(type));
    }

    private void countIfAny(@Nullable IcmpCounter ofType) {
        if (ofType != null) {
            counters.count(ofType);
        }
    }
}
