package io.weft.net.tables.engine;

/// What a rule or policy of a draft has counted: mostly what the table's running program counts at some index, now or then.
public final class Count {

    private static final int NONE = -1;

    private int index;
    private long packets;
    private long bytes;

    private Count(int index, long packets, long bytes) {
        this.index = index;
        this.packets = packets;
        this.bytes = bytes;
    }

    /// Fixed counts.
    public static Count of(long packets, long bytes) {
        return new Count(NONE, packets, bytes);
    }

    /// What the running program has counted for one of its rules by the time the draft takes its place.
    static Count carried(int index) {
        return new Count(index, 0, 0);
    }

    public void set(long newPackets, long newBytes) {
        index = NONE;
        packets = newPackets;
        bytes = newBytes;
    }

    /// Takes away what `seen` shows, and keeps what is counted after it was taken.
    public void subtract(CounterSnapshot seen) {
        long seenPackets = packets(seen);
        long seenBytes = bytes(seen);
        packets -= seenPackets;
        bytes -= seenBytes;
    }

    public long packets(CounterSnapshot snapshot) {
        return packets + (index == NONE ? 0 : snapshot.packets(index));
    }

    public long bytes(CounterSnapshot snapshot) {
        return bytes + (index == NONE ? 0 : snapshot.bytes(index));
    }
}
