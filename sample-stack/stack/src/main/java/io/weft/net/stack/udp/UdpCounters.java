package io.weft.net.stack.udp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.Collectors;

/// How much of what UDP counts there was. Counted by the loop thread, readable from any.
public final class UdpCounters {

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[UdpCounter.values().length];

    UdpCounters() { }

    void count(UdpCounter counter) {
        int at = counter.ordinal();
        COUNT.setOpaque(counts, at, counts[at] + 1);
    }

    public long of(UdpCounter counter) {
        return (long) COUNT.getOpaque(counts, counter.ordinal());
    }

    /// In the form of `/proc/net/snmp`.
    @Override
    public String toString() {
        return Arrays.stream(UdpCounter.values()).map(each -> each.text() + " " + of(each)).collect(Collectors.joining(" ", "Udp: ", ""));
    }
}
