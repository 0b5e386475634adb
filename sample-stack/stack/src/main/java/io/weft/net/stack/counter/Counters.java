package io.weft.net.stack.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A counter for each constant of an enum. Counted by the loop thread, readable from any.
public final class Counters<E extends Enum<E>> {

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts;

    public Counters(Class<E> what) {
        counts = new long[what.getEnumConstants().length];
    }

    public void count(E what) {
        add(what, 1);
    }

    public void add(E what, int times) {
        int at = what.ordinal();
        COUNT.setOpaque(counts, at, counts[at] + times);
    }

    public long of(E what) {
        return (long) COUNT.getOpaque(counts, what.ordinal());
    }
}
