package io.weft.net.tables.match.rate;

import org.jspecify.annotations.Nullable;

/// The addresses of one name, the kernel's `recent_table`. Belongs to the loop thread.
final class RecentList {

    private final int most;
    private final int mask;
    private final int seed;
    private final @Nullable RecentEntry[] buckets;
    private int packets;
    private int count;
    // by the time of their last change
    private @Nullable RecentEntry oldest;
    private @Nullable RecentEntry newest;
    // entries that left, to be used again
    private @Nullable RecentEntry spare;

    /// @param packets how many each address is remembered by, a power of two
    RecentList(int most, int mask, int packets, int seed) {
        this.most = most;
        this.mask = mask;
        this.packets = packets;
        this.seed = seed;
        buckets = new RecentEntry[Integer.highestOneBit(Math.max(1, most)) * 2];
    }

    int count() {
        return count;
    }

    /// Makes room for so many packets an address; where there was less, what is known is forgotten.
    void remember(int more) {
        if (more > packets) {
            while (oldest != null) {
                remove(oldest);
            }
            spare = null;
            packets = more;
        }
    }

    int masked(int address) {
        return address & mask;
    }

    /// @param ttl 0 for any
    @Nullable RecentEntry find(int address, int ttl) {
        RecentEntry entry = buckets[bucket(address)];
        while (entry != null && (entry.address != address || ttl != 0 && entry.ttl != 0 && entry.ttl != ttl)) {
            entry = entry.next;
        }
        return entry;
    }

    /// A new entry; the one that was longest unused makes room for it.
    void add(int address, int ttl, long now) {
        if (count >= most && oldest != null) {
            remove(oldest);
        }
        RecentEntry entry = spare;
        if (entry == null) {
            entry = new RecentEntry(packets);
        } else {
            spare = entry.next;
        }
        entry.begin(address, ttl, now, packets);
        int bucket = bucket(address);
        entry.next = buckets[bucket];
        buckets[bucket] = entry;
        count++;
        append(entry);
    }

    void update(RecentEntry entry, int ttl, long now) {
        entry.stamp(now);
        entry.ttl = ttl;
        unlink(entry);
        append(entry);
    }

    /// Removes the entry that was longest unused if its last packet came before `since`.
    ///
    /// @param kept not this one
    void reap(long since, @Nullable RecentEntry kept) {
        RecentEntry entry = oldest;
        if (entry != null && entry != kept && entry.lastStamp() < since) {
            remove(entry);
        }
    }

    void remove(RecentEntry entry) {
        unlink(entry);
        int bucket = bucket(entry.address);
        RecentEntry before = null;
        for (RecentEntry at = buckets[bucket]; at != null && at != entry; at = at.next) {
            before = at;
        }
        if (before == null) {
            buckets[bucket] = entry.next;
        } else {
            before.next = entry.next;
        }
        entry.next = spare;
        spare = entry;
        count--;
    }

    private int bucket(int address) {
        int mixed = (address ^ seed) * 0x9E37_79B1;
        mixed = (mixed ^ mixed >>> 15) * 0x85EB_CA77;
        return (mixed ^ mixed >>> 13) & buckets.length - 1;
    }

    private void append(RecentEntry entry) {
        entry.older = newest;
        entry.newer = null;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
    }

    private void unlink(RecentEntry entry) {
        RecentEntry older = entry.older;
        RecentEntry newer = entry.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
    }
}
