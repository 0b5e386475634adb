package io.weft.net.stack.tcp;

import java.util.random.RandomGenerator;

/// SipHash-2-4 of two words under a secret of this stack: what nobody outside can compute, and who computes it twice gets the same.
final class SipHash {

    private final long key0;
    private final long key1;

    SipHash(RandomGenerator random) {
        this(random.nextLong(), random.nextLong());
    }

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    long of(long first, long second) {
        Rounds rounds = new Rounds(key0, key1);
        rounds.take(first);
        rounds.take(second);
        // the last block of a message of 16 bytes: its length
        rounds.take(16L << 56);
        return rounds.end();
    }

    long of(FourTuple tuple) {
        return of((long) tuple.localAddress() << 32 | tuple.remoteAddress() & 0xFFFF_FFFFL, (long) tuple.localPort() << 16 | tuple.remotePort());
    }

    private static final class Rounds {

        private long v0;
        private long v1;
        private long v2;
        private long v3;

        Rounds(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long end() {
            v2 ^= 0xFF;
            for (int i = 0; i < 4; i++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
