package io.weft.net.stack.udp;

import io.weft.net.stack.counter.Counters;
import java.util.Arrays;
import java.util.stream.Collectors;

/// How much of what UDP counts there was. Counted by the loop thread, readable from any.
public final class UdpCounters {

    private final Counters<UdpCounter> counters = new Counters<>(UdpCounter.class);

    UdpCounters() { }

    void count(UdpCounter counter) {
        counters.count(counter);
    }

    public long of(UdpCounter counter) {
        return counters.of(counter);
    }

    /// In the form of `/proc/net/snmp`.
    @Override
    public String toString() {
        return Arrays.stream(UdpCounter.values()).map(each -> each.text() + " " + of(each)).collect(Collectors.joining(" ", "Udp: ", ""));
    }
}
