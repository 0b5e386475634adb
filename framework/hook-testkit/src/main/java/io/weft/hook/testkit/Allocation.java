package io.weft.hook.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What a piece of work allocates on the heap, once it is compiled.
///
/// ```java
/// assertThat(Allocation.bytesOf(() -> sendAHundredThousand(subject))).isZero();
/// ```
///
/// Code that allocates nothing when it is hot may allocate while the interpreter runs it, and a busy machine's compiler may come late. So the
/// work is done again until it has once allocated nothing, at most {@link #MOST_ROUNDS} times: what it allocates itself, it allocates each time.
/// One call of the work should do the thing measured many thousand times. Needs HotSpot, for its count of a thread's bytes.
public final class Allocation {

    public static final int MOST_ROUNDS = 25;

    private Allocation() {}

    /// The least number of bytes that the calling thread allocated in one round of the work.
    public static long bytesOf(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
