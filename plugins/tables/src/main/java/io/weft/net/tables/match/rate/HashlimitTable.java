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
    private final AgedEntries<HashlimitEntry> entries;
    private long sweptAt;

    HashlimitTable(HashlimitPrice price, long now, int seed) {
        this.price = price;
        HashlimitSettings settings = price.settings();
        expireTicks = Jiffies.ofMillis(settings.expireMs());
        sweepTicks = Jiffies.ofMillis(settings.gcIntervalMs());
        madeAt = now;
        sweptAt = now;
        most = settings.entries();
        this.seed = seed;
        entries = new AgedEntries<>(Integer.highestOneBit(Math.max(2, settings.buckets() * 2 - 1)));
    }

    HashlimitSettings settings() {
        return price.settings();
    }

    HashlimitPrice price() {
        return price;
    }

    int count() {
        return entries.count();
    }

    /// The entry of that key, made anew where there is none, with what it is due by now.
    ///
    /// @return null when there is room for no more
    @Nullable HashlimitEntry use(long addresses, int ports, long now) {
        sweep(now);
        int hash = hash(addresses, ports);
        HashlimitEntry entry = entries.first(hash);
        while (entry != null && (entry.addresses != addresses || entry.ports != ports)) {
            entry = entry.next;
        }
        if (entry != null) {
            price.update(entry, now);
            entries.touch(entry);
        } else {
            if (entries.count() >= most) {
                return null;
            }
            entry = make(addresses, ports);
            price.begin(entry, now);
            entries.add(entry, hash);
        }
        entry.expiresAt = now + expireTicks;
        return entry;
    }

    private int hash(long addresses, int ports) {
        long mixed = (addresses ^ (long) ports << 17 ^ seed) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ mixed >>> 29 ^ ports) * 0xBF58_476D_1CE4_E5B9L;
        return (int) (mixed >>> 33);
    }

    private HashlimitEntry make(long addresses, int ports) {
        HashlimitEntry entry = entries.takeSpare();
        if (entry == null) {
            entry = new HashlimitEntry();
        }
        entry.addresses = addresses;
        entry.ports = ports;
        return entry;
    }

    private void sweep(long now) {
        long due = now - Math.floorMod(now - madeAt, sweepTicks);
        if (due <= sweptAt) {
            return;
        }
        sweptAt = due;
        HashlimitEntry entry = entries.oldest();
        while (entry != null && entry.expiresAt <= due) {
            entries.remove(entry);
            entry = entries.oldest();
        }
    }
}
