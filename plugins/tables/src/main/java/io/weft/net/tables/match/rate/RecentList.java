package io.weft.net.tables.match.rate;

import org.jspecify.annotations.Nullable;

/// The addresses of one name, the kernel's `recent_table`. Belongs to the loop thread.
final class RecentList {

    private final int most;
    private final int mask;
    private final int seed;
    private final AgedEntries<RecentEntry> entries;
    private int packets;

    /// @param packets how many each address is remembered by, a power of two
    RecentList(int most, int mask, int packets, int seed) {
        this.most = most;
        this.mask = mask;
        this.packets = packets;
        this.seed = seed;
        entries = new AgedEntries<>(Integer.highestOneBit(Math.max(1, most)) * 2);
    }

    int count() {
        return entries.count();
    }

    /// Makes room for so many packets an address; where there was less, what is known is forgotten.
    void remember(int more) {
        if (more > packets) {
            for (RecentEntry entry = entries.oldest(); entry != null; entry = entries.oldest()) {
                entries.remove(entry);
            }
            entries.forgetSpares();
            packets = more;
        }
    }

    int masked(int address) {
        return address & mask;
    }

    /// @param ttl 0 for any
    @Nullable RecentEntry find(int address, int ttl) {
        RecentEntry entry = entries.first(hash(address));
        while (entry != null && (entry.address != address || ttl != 0 && entry.ttl != 0 && entry.ttl != ttl)) {
            entry = entry.next;
        }
        return entry;
    }

    /// A new entry; the one that was longest unused makes room for it.
    void add(int address, int ttl, long now) {
        RecentEntry oldest = entries.oldest();
        if (entries.count() >= most && oldest != null) {
            entries.remove(oldest);
        }
        RecentEntry entry = entries.takeSpare();
        if (entry == null) {
            entry = new RecentEntry(packets);
        }
        entry.begin(address, ttl, now, packets);
        entries.add(entry, hash(address));
    }

    void update(RecentEntry entry, int ttl, long now) {
        entry.stamp(now);
        entry.ttl = ttl;
        entries.touch(entry);
    }

    /// Removes the entry that was longest unused if its last packet came before `since`.
    ///
    /// @param kept not this one
    void reap(long since, @Nullable RecentEntry kept) {
        RecentEntry entry = entries.oldest();
        if (entry != null && entry != kept && entry.lastStamp() < since) {
            entries.remove(entry);
        }
    }

    void remove(RecentEntry entry) {
        entries.remove(entry);
    }

    private int hash(int address) {
        int mixed = (address ^ seed) * 0x9E37_79B1;
        mixed = (mixed ^ mixed >>> 15) * 0x85EB_CA77;
        return mixed ^ mixed >>> 13;
    }
}
