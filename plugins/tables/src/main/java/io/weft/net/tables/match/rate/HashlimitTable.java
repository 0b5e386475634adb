package io.weft.net.tables.match.rate;

import org.jspecify.annotations.Nullable;

/// The entries of one name, the kernel's `xt_hashlimit_htable`. Belongs to the loop thread.
///
/// An entry expires a while after its last packet, and leaves when the next sweep comes. In the kernel a timer sweeps; here the first
/// packet behind a sweep's time does, which comes to the same for all packets. Used entries move to the end of a list, so that a sweep
/// costs no more than what it takes away.
final class HashlimitTable {

    private final HashlimitPrice price;
    private final long expireTicks;
    private final long sweepTicks;
    private final long madeAt;
    private final int most;
    private final int seed;
    private final @Nullable HashlimitEntry[] buckets;
    private @Nullable HashlimitEntry oldest;
    private @Nullable HashlimitEntry newest;
    // entries that left, to be used again
    private @Nullable HashlimitEntry spare;
    private long sweptAt;
    private int count;

    HashlimitTable(HashlimitPrice price, long now, int seed) {
        this.price = price;
        HashlimitSettings settings = price.settings();
        expireTicks = Jiffies.ofMillis(settings.expireMs());
        sweepTicks = Jiffies.ofMillis(settings.gcIntervalMs());
        madeAt = now;
        sweptAt = now;
        most = settings.entries();
        this.seed = seed;
        buckets = new HashlimitEntry[Integer.highestOneBit(Math.max(2, settings.buckets() * 2 - 1))];
    }

    HashlimitSettings settings() {
        return price.settings();
    }

    HashlimitPrice price() {
        return price;
    }

    int count() {
        return count;
    }

    /// The entry of that key, made anew where there is none, with what it is due by now.
    ///
    /// @return null when there is room for no more
    @Nullable HashlimitEntry use(long addresses, int ports, long now) {
        sweep(now);
        int bucket = bucket(addresses, ports);
        HashlimitEntry entry = buckets[bucket];
        while (entry != null && (entry.addresses != addresses || entry.ports != ports)) {
            entry = entry.next;
        }
        if (entry != null) {
            price.update(entry, now);
            unlink(entry);
        } else {
            if (count >= most) {
                return null;
            }
            entry = make(addresses, ports, bucket);
            price.begin(entry, now);
        }
        entry.expiresAt = now + expireTicks;
        append(entry);
        return entry;
    }

    private int bucket(long addresses, int ports) {
        long mixed = (addresses ^ (long) ports << 17 ^ seed) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ mixed >>> 29 ^ ports) * 0xBF58_476D_1CE4_E5B9L;
        return (int) (mixed >>> 33) & buckets.length - 1;
    }

    private HashlimitEntry make(long addresses, int ports, int bucket) {
        HashlimitEntry entry = spare;
        if (entry == null) {
            entry = new HashlimitEntry();
        } else {
            spare = entry.next;
        }
        entry.addresses = addresses;
        entry.ports = ports;
        entry.next = buckets[bucket];
        buckets[bucket] = entry;
        count++;
        return entry;
    }

    private void sweep(long now) {
        long due = now - Math.floorMod(now - madeAt, sweepTicks);
        if (due <= sweptAt) {
            return;
        }
        sweptAt = due;
        HashlimitEntry entry = oldest;
        while (entry != null && entry.expiresAt <= due) {
            remove(entry);
            entry = oldest;
        }
    }

    private void remove(HashlimitEntry entry) {
        unlink(entry);
        int bucket = bucket(entry.addresses, entry.ports);
        HashlimitEntry before = null;
        for (HashlimitEntry at = buckets[bucket]; at != null && at != entry; at = at.next) {
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

    private void append(HashlimitEntry entry) {
        entry.older = newest;
        entry.newer = null;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
    }

    private void unlink(HashlimitEntry entry) {
        HashlimitEntry older = entry.older;
        HashlimitEntry newer = entry.newer;
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
