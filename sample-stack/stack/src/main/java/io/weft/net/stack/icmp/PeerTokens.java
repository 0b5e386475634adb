package io.weft.net.stack.icmp;

import java.util.Arrays;

/// A token bucket for each of many hosts in a table of fixed size, Linux's `inet_peer`. A token is a nanosecond.
///
/// A host has eight places to be in; when all are taken, the one heard of longest ago makes room.
final class PeerTokens {

    private static final int WAYS = 8;
    /// A host never heard of has saved up a minute, which the bucket's size then cuts (inet_peer's `rate_last`).
    private static final long FRESH_NS = 60_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final int[] hosts;
    private final long[] tokensNs;
    private final long[] seenNs;
    private final int setMask;
    private final int seed;

    PeerTokens(int atLeast, int seed) {
        int sets = Math.max(1, Integer.highestOneBit(Math.max(1, atLeast - 1) / WAYS) << 1);
        this.hosts = new int[sets * WAYS];
        this.tokensNs = new long[sets * WAYS];
        this.seenNs = new long[sets * WAYS];
        this.setMask = sets - 1;
        this.seed = seed;
        Arrays.fill(seenNs, NEVER);
    }

    int capacity() {
        return hosts.length;
    }

    /// Takes `costNs` out of the host's bucket, which holds `burstNs` at most, or nothing when there is less in it.
    ///
    /// @return whether it was there
    boolean spend(int host, long costNs, long burstNs, long nowNs) {
        int at = place(host);
        boolean known = hosts[at] == host && seenNs[at] != NEVER;
        long saved = known ? tokensNs[at] + (nowNs - seenNs[at]) : FRESH_NS;
        saved = Math.min(saved, burstNs);
        boolean enough = saved >= costNs;
        hosts[at] = host;
        tokensNs[at] = enough ? saved - costNs : saved;
        seenNs[at] = nowNs;
        return enough;
    }

    /// Where the host is, or else where it may go.
    private int place(int host) {
        int first = set(host) * WAYS;
        int oldest = first;
        for (int at = first; at < first + WAYS; at++) {
            if (hosts[at] == host && seenNs[at] != NEVER) {
                return at;
            }
            if (seenNs[at] < seenNs[oldest]) {
                oldest = at;
            }
        }
        return oldest;
    }

    /// A keyed mix of the address's bits, lest a stranger choose addresses that all fall on one set.
    private int set(int host) {
        int mixed = (host ^ seed) * 0x9E3779B1;
        mixed = (mixed ^ mixed >>> 15) * 0x85EBCA77 + seed;
        return (mixed ^ mixed >>> 13) & setMask;
    }
}
