package io.weft.net.stack.tcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What a stack's TCP has counted since it was built. Counted by the loop thread, readable from any.
public final class TcpCounters {

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[TcpCounter.values().length];

    void count(TcpCounter what) {
        int at = what.ordinal();
        COUNT.setOpaque(counts, at, counts[at] + 1);
    }

    public long of(TcpCounter what) {
        return (long) COUNT.getOpaque(counts, what.ordinal());
    }
}
