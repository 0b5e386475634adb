package io.weft.net.tables.engine.classify;

/// The unsigned 32-bit numbers cut into intervals, and which of them a number is in: a table over its highest bits says where to look, and
/// halving finds it among the few that are left.
final class Intervals {

    private static final int MOST_BUCKETS = 1 << 16;

    // the first number of each interval but the first, its sign bit turned so that plain comparison is unsigned
    private final int[] firsts;
    private final int low;
    private final int shift;
    // for each bucket, how many intervals begin before it; and one more
    private final int[] buckets;

    /// @param bounds the first number of each interval, the first of them 0
    Intervals(long[] bounds) {
        firsts = new int[bounds.length - 1];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = turned((int) bounds[i + 1]);
        }
        low = firsts.length == 0 ? 0 : firsts[0];
        long span = firsts.length == 0 ? 0 : (long) firsts[firsts.length - 1] - low;
        int wanted = Math.min(Integer.highestOneBit(Math.max(1, firsts.length)) << 1, MOST_BUCKETS);
        int bits = 0;
        while (span >> bits >= wanted) {
            bits++;
        }
        shift = bits;
        buckets = new int[(int) (span >> bits) + 2];
        int at = 0;
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            while (at < firsts.length && (long) firsts[at] - low >> shift < bucket) {
                at++;
            }
            buckets[bucket] = at;
        }
    }

    private static int turned(int value) {
        return value ^ Integer.MIN_VALUE;
    }

    int count() {
        return firsts.length + 1;
    }

    /// The number of the interval that `value` is in, from 0.
    int of(int value) {
        int wanted = turned(value);
        if (wanted < low) {
            return 0;
        }
        long bucket = (long) wanted - low >> shift;
        if (bucket >= buckets.length - 1) {
            return firsts.length;
        }
        int from = buckets[(int) bucket];
        int to = buckets[(int) bucket + 1];
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (firsts[middle] <= wanted) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
