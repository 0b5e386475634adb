package com.example.limits;

import java.util.Arrays;

/// A token bucket for each of the sources heard last, in two arrays that never grow.
///
/// A bucket is one number, the time when it will be full again (the virtual scheduling of ITU-T I.371). An address has eight places; when
/// all are taken the bucket that is full, or will be first, gives way. For the loop thread.
final class TokenBuckets {

    private static final int PLACES = 8;

    private final int[] sources;
    private final long[] fullAtNs;
    private final int sets;
    private final long packetNs;
    private final long bucketNs;
    private final int seed;
    private long forgotten;

    /// @param nowNs the time, in the terms of {@link #take}
    /// @param seed nobody outside knows, or sources could be chosen that share their places
    TokenBuckets(RateLimits limits, long nowNs, int seed) {
        int places = Math.max(PLACES, Integer.highestOneBit(2 * limits.sources() - 1));
        sources = new int[places];
        fullAtNs = new long[places];
        sets = places / PLACES;
        packetNs = 1_000_000_000L / limits.packetsPerSecond();
        bucketNs = packetNs * limits.burst();
        this.seed = seed;
        Arrays.fill(fullAtNs, nowNs);
    }

    /// Takes a token for a packet of `source`.
    ///
    /// @return false when there is none
    boolean take(int source, long nowNs) {
        int at = place(source, nowNs);
        long full = Math.max(0, fullAtNs[at] - nowNs) + packetNs;
        if (full > bucketNs) {
            return false;
        }
        fullAtNs[at] = nowNs + full;
        return true;
    }

    /// Whether there is a token; nothing changes.
    boolean has(int source, long nowNs) {
        int first = first(source);
        for (int at = first; at < first + PLACES; at++) {
            if (sources[at] == source) {
                return Math.max(0, fullAtNs[at] - nowNs) + packetNs <= bucketNs;
            }
        }
        return true;
    }

    private int place(int source, long nowNs) {
        int first = first(source);
        int fullest = first;
        for (int at = first; at < first + PLACES; at++) {
            if (sources[at] == source) {
                return at;
            }
            if (fullAtNs[at] - fullAtNs[fullest] < 0) {
                fullest = at;
            }
        }
        if (fullAtNs[fullest] - nowNs > 0) {
            forgotten++;
        }
        sources[fullest] = source;
        fullAtNs[fullest] = nowNs;
        return fullest;
    }

    private int first(int source) {
        int hash = (source ^ seed) * 0x9E37_79B1;
        hash = (hash ^ hash >>> 15) * 0x85EB_CA6B;
        return ((hash ^ hash >>> 13) & sets - 1) * PLACES;
    }

    /// How many sources have less than a full bucket now.
    int busy(long nowNs) {
        int busy = 0;
        for (long full : fullAtNs) {
            busy += full - nowNs > 0 ? 1 : 0;
        }
        return busy;
    }

    int room() {
        return sources.length;
    }

    /// How many sources gave way before their bucket was full again: more than a few want a larger table.
    long forgotten() {
        return forgotten;
    }
}
