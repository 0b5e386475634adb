package io.weft.net.packet;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The native memory behind all pools of this JVM: what a closed pool gave back, the next one gets.
final class Slabs {

    private static final ConcurrentLinkedQueue<Long> FREE = new ConcurrentLinkedQueue<>();

    private Slabs() { }

    static long take(long sizeBytes) {
        @Nullable Long used = FREE.poll();
        return used != null ? used : Memory.allocateForever(sizeBytes);
    }

    static void giveBack(long slab) {
        FREE.add(slab);
    }
}
