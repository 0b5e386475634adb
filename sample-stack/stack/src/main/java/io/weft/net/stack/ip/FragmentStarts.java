package io.weft.net.stack.ip;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the fragments of one datagram begin, whatever order they come in: a bit for each 8 bytes.
final class FragmentStarts {

    private static final int WORDS = PartialDatagram.MAX_PAYLOAD / 8 / Long.SIZE + 1;

    private final long[] bits = new long[WORDS];
    private int count;

    void clear() {
        Arrays.fill(bits, 0);
        count = 0;
    }

    /// @param start in bytes, a multiple of 8
    void add(int start) {
        bits[start / 8 / Long.SIZE] |= 1L << start / 8;
        count++;
    }

    /// The length of each fragment of a datagram that is complete, in order; null when all but the last have the same and the last is no
    /// longer.
    int @Nullable [] lengths(int payloadLength) {
        if (isEven(payloadLength)) {
            return null;
        }
        int[] lengths = new int[count];
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = i == count - 1 ? payloadLength : nextAfter(start);
            lengths[i] = end - start;
            start = end;
        }
        return lengths;
    }

    private boolean isEven(int payloadLength) {
        int first = count == 1 ? payloadLength : nextAfter(0);
        int start = first;
        for (int i = 1; i < count - 1; i++) {
            int end = nextAfter(start);
            if (end - start != first) {
                return false;
            }
            start = end;
        }
        return payloadLength - start <= first;
    }

    private int nextAfter(int start) {
        int at = start / 8 + 1;
        int word = at / Long.SIZE;
        long rest = bits[word] >>> at << at;
        while (rest == 0) {
            rest = bits[++word];
        }
        return (word * Long.SIZE + Long.numberOfTrailingZeros(rest)) * 8;
    }
}
