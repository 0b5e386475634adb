package io.weft.net.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How many packets ended for which reason. Counted by the loop thread, readable from any.
public final class DropCounters {

    private static final DropReason[] REASONS = DropReason.values();
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[REASONS.length];

    void count(DropReason reason) {
        int at = reason.ordinal();
        COUNT.setOpaque(counts, at, counts[at] + 1);
    }

    public long of(DropReason reason) {
        return (long) COUNT.getOpaque(counts, reason.ordinal());
    }

    public long total() {
        long total = 0;
        for (DropReason reason : REASONS) {
            total += of(reason);
        }
        return total;
    }
}
