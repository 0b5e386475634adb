package io.weft.net.tables.match.rate;

/// An address on a list of `recent`, with the times of its last packets in a ring: the kernel's `recent_entry`.
final class RecentEntry extends AgedEntry<RecentEntry> {

    int address;
    int ttl;
    private long[] stamps;
    private int stampCount;
    private int index;

    RecentEntry(int packets) {
        stamps = new long[packets];
    }

    /// Begins anew with one packet.
    void begin(int newAddress, int newTtl, long now, int packets) {
        if (stamps.length != packets) {
            stamps = new long[packets];
        }
        address = newAddress;
        ttl = newTtl;
        stamps[0] = now;
        stampCount = 1;
        index = 1;
    }

    void stamp(long now) {
        index &= stamps.length - 1;
        stamps[index++] = now;
        stampCount = Math.max(stampCount, index);
    }

    long lastStamp() {
        return stamps[index - 1];
    }

    /// Whether `hits` packets came at `since` or later.
    ///
    /// @param hits 0 is as good as 1
    boolean hasHits(int hits, boolean timed, long since) {
        int found = 0;
        for (int i = 0; i < stampCount; i++) {
            if (timed && stamps[i] < since) {
                continue;
            }
            if (++found >= hits) {
                return true;
            }
        }
        return false;
    }
}
