package io.weft.net.stack.ip;

import java.util.random.RandomGenerator;

/// The identifications of this host's own datagrams (RFC 791 §3.2, RFC 6864 §4.1): one counter for many pairs of addresses each, so that
/// a fragment is not mistaken for another datagram's and a stranger learns little of how much this host sends.
final class Identification {

    private static final int COUNTERS = 2_048;

    private final int[] counters = new int[COUNTERS];
    private final int seed;

    Identification(RandomGenerator random) {
        seed = random.nextInt() | 1;
        for (int i = 0; i < COUNTERS; i++) {
            counters[i] = random.nextInt();
        }
    }

    int next(int source, int destination, int protocol) {
        int mixed = (source * 31 + destination ^ protocol) * seed;
        int at = (mixed ^ mixed >>> 15) * 0x9E3779B1 >>> Integer.numberOfLeadingZeros(COUNTERS - 1);
        return ++counters[at] & 0xFFFF;
    }
}
