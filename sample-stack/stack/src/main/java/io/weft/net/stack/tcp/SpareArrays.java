package io.weft.net.stack.tcp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Arrays that a stack's byte rings hand round, with powers of two as lengths: what one gives back the next one takes, while it is still in
/// the processor's cache, and nothing is allocated for it.
///
/// Belongs to the loop thread. Old bytes stay in an array: a ring reads only what was put into it.
final class SpareArrays {

    private static final int LEAST_BITS = 12;
    static final int LEAST = 1 << LEAST_BITS;
    private static final int SIZES = 18;
    /// Kept for those who come next; beyond that it is the garbage collector's.
    private static final int MOST_KEPT_BYTES = 1 << 24;

    private final @Nullable byte[][][] kept = new byte[SIZES][4][];
    private final int[] counts = new int[SIZES];
    private int keptBytes;

    /// How long the array for so many bytes is.
    static int length(int bytes) {
        return LEAST << size(bytes);
    }

    /// @param length one of {@link #length}
    byte[] take(int length) {
        int size = size(length);
        if (counts[size] == 0) {
            return new byte[length];
        }
        int last = --counts[size];
        byte[] taken = kept[size][last];
        kept[size][last] = null;
        keptBytes -= taken.length;
        return taken;
    }

    void giveBack(byte[] array) {
        if (keptBytes + array.length > MOST_KEPT_BYTES) {
            return;
        }
        int size = size(array.length);
        if (counts[size] == kept[size].length) {
            kept[size] = Arrays.copyOf(kept[size], counts[size] * 2);
        }
        kept[size][counts[size]++] = array;
        keptBytes += array.length;
    }

    private static int size(int bytes) {
        return Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1) - LEAST_BITS);
    }
}
