package io.weft.net.tables.match.rate;

import java.util.Set;

/// What a `hashlimit` rule asks for, the kernel's `hashlimit_cfg3`. A table goes by those of the first rule that names it.
///
/// @param keys what tells packets apart
/// @param inverted packets above the limit match
/// @param unit what is counted
/// @param rateMatch rates are measured, not shaped: intervals in which too much came match as a whole
/// @param average the time between two packets in 1/{@link #SCALE} s; for bytes, what 16 of them cost
/// @param burst how many packets may come at once; for bytes, how often a spent second may be filled up
/// @param size buckets; 0 for as many as usual
/// @param max entries; 0 for as many as usual
/// @param gcIntervalMs how often idle entries are looked for
/// @param expireMs after which time an entry is idle
/// @param intervalSeconds over which `rateMatch` measures
record HashlimitSettings(
        Set<Key> keys, boolean inverted, Unit unit, boolean rateMatch, long average, long burst, int size, int max, long gcIntervalMs,
        long expireMs, int sourcePrefix, int destinationPrefix, long intervalSeconds) {

    /// Parts of a second in which rates are kept (`XT_HASHLIMIT_SCALE_v2`).
    static final long SCALE = 1_000_000;

    static final long USUAL_GC_INTERVAL_MS = 1_000;
    /// How long an entry for bytes stays when nothing was said.
    static final int BYTES_EXPIRE_SECONDS = 15;
    /// The same where a burst is allowed.
    static final int BYTES_BURST_EXPIRE_SECONDS = 60;

    private static final int USUAL_SIZE = 8_192;
    private static final int ENTRIES_PER_BUCKET = 8;

    /// A part of the packet, in the order in which they are written.
    enum Key {
        SOURCE("srcip"), SOURCE_PORT("srcport"), DESTINATION("dstip"), DESTINATION_PORT("dstport");

        final String word;

        Key(String word) {
            this.word = word;
        }
    }

    enum Unit { PACKETS, BYTES }

    HashlimitSettings {
        keys = Set.copyOf(keys);
    }

    boolean bytes() {
        return unit == Unit.BYTES;
    }

    /// How many buckets a table made by this rule has.
    int buckets() {
        return size == 0 ? USUAL_SIZE : size;
    }

    /// How many entries it may have.
    int entries() {
        return max == 0 ? ENTRIES_PER_BUCKET * buckets() : Math.max(max, buckets());
    }
}
