package io.weft.net.app.kernelpeer;

import io.weft.net.drivers.faulty.LinkQuality;
import java.time.Duration;
import java.util.SplittableRandom;

/// What a seed stands for: how bad the link is, which way, and what is done over it.
///
/// @param offloads the kernel hands over and takes packets that are neither cut nor have checksums; nothing is corrupted then
/// @param kernelOpens the kernel's end opens the connection, otherwise the stack's
/// @param kernelFirst it is the kernel's end that closes halfway, or resets
/// @param kernelBytes how much the kernel's end sends
/// @param stackBytes how much the stack's end sends
record TrialPlan(long seed, Exchange exchange, LinkQuality toStack, LinkQuality toKernel, boolean offloads, boolean kernelOpens,
        boolean kernelFirst, long kernelBytes, long stackBytes) {

    /// What goes over the link.
    enum Exchange {
        /// Both ends send at once, and close when they are done.
        BOTH_WAYS,
        /// One end is done at once; the other sends after it has read the first one's end.
        HALF_CLOSE,
        /// Many small connections, opened by either end.
        MANY,
        /// Both ends send for ever; in the middle of it one resets the connection.
        RESET
    }

    private static final int MOST_LOSS_PERCENT = 10;
    private static final int CLEAN_BYTES = 3_000_000;
    private static final int BAD_BYTES = 300_000;

    static TrialPlan of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean offloads = seed % 5 == 0;
        double loss = seed % (MOST_LOSS_PERCENT + 1) / 100.0;
        LinkQuality bad = LinkQuality.PERFECT.withLoss(loss).withReorder(random.nextDouble(0.05)).withDuplicate(random.nextDouble(0.05))
                .withCorrupt(offloads ? 0 : random.nextDouble(0.03)).withDelay(Duration.ofNanos(random.nextLong(10_000_000)))
                .withJitter(Duration.ofNanos(random.nextLong(2_000_000)));
        int ways = random.nextInt(4);
        Exchange[] exchanges = Exchange.values();
        int most = loss < 0.02 ? CLEAN_BYTES : BAD_BYTES;
        return new TrialPlan(seed, exchanges[(int) (seed % exchanges.length)], ways == 1 ? LinkQuality.PERFECT : bad,
                ways == 2 ? LinkQuality.PERFECT : bad, offloads, random.nextBoolean(), random.nextBoolean(),
                random.nextLong(1, most), random.nextLong(1, most));
    }

    @Override
    public String toString() {
        return exchange + ", " + (kernelOpens ? "opened by the kernel" : "opened by the stack") + ", " + (kernelFirst ? "kernel" : "stack")
                + " first, kernel sends " + kernelBytes + ", stack " + stackBytes + (offloads ? ", offloads" : "") + "; to the stack: "
                + toStack + "; to the kernel: " + toKernel;
    }
}
