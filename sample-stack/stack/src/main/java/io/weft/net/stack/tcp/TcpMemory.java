package io.weft.net.stack.tcp;

/// What the buffers of all connections of a stack take together (`net.ipv4.tcp_mem`).
final class TcpMemory {

    private final long pressureBytes;
    private final long mostBytes;
    private final TcpCounters counters;
    private final SpareArrays arrays = new SpareArrays();
    private long usedBytes;

    TcpMemory(TcpUpkeep upkeep, TcpCounters counters) {
        pressureBytes = upkeep.memoryPressureBytes();
        mostBytes = upkeep.memoryBytes();
        this.counters = counters;
    }

    /// Whether connections should be content with what they have.
    boolean isShort() {
        return usedBytes >= pressureBytes;
    }

    /// @return whether there is so much
    boolean take(int bytes) {
        if (usedBytes + bytes > mostBytes) {
            return false;
        }
        takeAnyway(bytes);
        return true;
    }

    /// What every connection has a right to.
    void takeAnyway(int bytes) {
        boolean wasShort = isShort();
        usedBytes += bytes;
        if (!wasShort && isShort()) {
            counters.count(TcpCounter.MEMORY_PRESSURES);
        }
    }

    void give(int bytes) {
        usedBytes -= bytes;
    }

    /// Where buffers come from and go back to, whoever accounts for them.
    SpareArrays arrays() {
        return arrays;
    }

    long usedBytes() {
        return usedBytes;
    }
}
