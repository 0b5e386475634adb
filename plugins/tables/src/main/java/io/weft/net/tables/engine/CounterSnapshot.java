package io.weft.net.tables.engine;

/// What a table's rules had counted at one moment between two packets.
public final class CounterSnapshot {

    private final long[] counters;

    CounterSnapshot(long[] counters) {
        this.counters = counters;
    }

    long packets(int index) {
        return counters[2 * index];
    }

    long bytes(int index) {
        return counters[2 * index + 1];
    }
}
