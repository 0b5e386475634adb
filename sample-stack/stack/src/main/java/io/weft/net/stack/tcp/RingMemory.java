package io.weft.net.stack.tcp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The memory of a stack's byte rings, in arrays whose lengths are powers of two: what one ring gives back the next one takes, while it
/// is still in the processor's cache, and nothing is allocated for it. What nobody has taken for a while may be more than what is kept.
///
/// Belongs to the loop thread. Old bytes stay in an array: a ring reads only what was put into it.
final class RingMemory {

    private static final int LEAST_BITS = 12;
    private static final int SIZES = 18;
    /// Kept for those who come next; beyond that it is the garbage collector's.
    private static final int MOST_KEPT_BYTES = 1 << 24;

    private final @Nullable byte[][][] kept = new byte[SIZES][4][];
    private final int[] counts = new int[SIZES];
    private int keptBytes;

    /// An array for so many bytes.
    byte[] take(int leastBytes) {
        int size = size(leastBytes);
        if (counts[size] == 0) {
            return new byte[1 << LEAST_BITS + size];
        }
        int last = --counts[size];
        byte[] taken = kept[size][last];
        kept[size][last] = null;
        keptBytes -= taken.length;
        return taken;
    }

    void giveBack(byte[] memory) {
        if (keptBytes + memory.length > MOST_KEPT_BYTES) {
            return;
        }
        int size = size(memory.length);
        if (counts[size] == kept[size].length) {
            kept[size] = Arrays.copyOf(kept[size], counts[size] * 2);
        }
        kept[size][counts[size]++] = memory;
        keptBytes += memory.length;
    }

    private static int size(int bytes) {
        return Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1) - LEAST_BITS);
    }
}
