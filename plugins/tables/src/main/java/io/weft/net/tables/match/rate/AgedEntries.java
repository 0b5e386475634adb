package io.weft.net.tables.match.rate;

import org.jspecify.annotations.Nullable;

/// A hash table whose entries are also in the order of their last use. Entries that left are used again, so that it allocates
/// for no more of them than it had at once.
final class AgedEntries<E extends AgedEntry<E>> {

    private final @Nullable E[] buckets;
    private @Nullable E oldest;
    private @Nullable E newest;
    // entries that left
    private @Nullable E spare;
    private int count;

    /// @param buckets a power of two
    @SuppressWarnings("unchecked")
    AgedEntries(int buckets) {
        this.buckets = (E[]) new AgedEntry<?>[buckets];
    }

    int count() {
        return count;
    }

    @Nullable E oldest() {
        return oldest;
    }

    /// Where to begin to look for an entry, the rest is behind it.
    @Nullable E first(int hash) {
        return buckets[hash & buckets.length - 1];
    }

    /// An entry that left, or null where none is left over.
    @Nullable E takeSpare() {
        E entry = spare;
        if (entry != null) {
            spare = entry.next;
        }
        return entry;
    }

    void forgetSpares() {
        spare = null;
    }

    /// Adds an entry as the newest.
    void add(E entry, int hash) {
        entry.bucket = hash & buckets.length - 1;
        entry.next = buckets[entry.bucket];
        buckets[entry.bucket] = entry;
        append(entry);
        count++;
    }

    /// Makes an entry the newest.
    void touch(E entry) {
        unlink(entry);
        append(entry);
    }

    void remove(E entry) {
        unlink(entry);
        E before = null;
        for (E at = buckets[entry.bucket]; at != null && at != entry; at = at.next) {
            before = at;
        }
        if (before == null) {
            buckets[entry.bucket] = entry.next;
        } else {
            before.next = entry.next;
        }
        entry.next = spare;
        spare = entry;
        count--;
    }

    private void append(E entry) {
        entry.older = newest;
        entry.newer = null;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
    }

    private void unlink(E entry) {
        E older = entry.older;
        E newer = entry.newer;
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
