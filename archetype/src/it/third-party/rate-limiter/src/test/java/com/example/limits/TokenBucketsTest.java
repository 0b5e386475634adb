package com.example.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.Allocation;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    private static final int ADA = 0xC0A80102;
    private static final int BOB = 0xC0A80103;
    private static final long START_NS = Long.MAX_VALUE - 1_000_000L;

    private final TokenBuckets buckets = new TokenBuckets(new RateLimits(1_000, 3, 64), START_NS, 1);

    @Test
    void aSourceMaySendItsBurstAndThenAtItsRate() {
        assertThat(taken(ADA, START_NS, 5)).isEqualTo(3);
        // across the end of the clock's numbers
        assertThat(taken(ADA, START_NS + 1_000_000, 5)).isEqualTo(1);
        assertThat(taken(ADA, START_NS + 500_000_000, 5)).isEqualTo(3);
    }

    @Test
    void sourcesDoNotShareABucket() {
        assertThat(taken(ADA, START_NS, 5)).isEqualTo(3);
        assertThat(taken(BOB, START_NS, 5)).isEqualTo(3);
        assertThat(buckets.busy(START_NS)).isEqualTo(2);
    }

    @Test
    void toAskTakesNothing() {
        assertThat(buckets.has(ADA, START_NS)).isTrue();
        taken(ADA, START_NS, 2);
        assertThat(buckets.has(ADA, START_NS)).isTrue();
        assertThat(buckets.has(ADA, START_NS)).isTrue();
        taken(ADA, START_NS, 1);
        assertThat(buckets.has(ADA, START_NS)).isFalse();
    }

    @Test
    void theTableStaysAsItIsUnderAFloodOfSources() {
        for (int source = 0; source < 100_000; source++) {
            buckets.take(source, START_NS);
        }
        assertThat(buckets.busy(START_NS)).isEqualTo(buckets.room()).isEqualTo(64);
        assertThat(buckets.forgotten()).isEqualTo(100_000 - 64);
        assertThat(taken(ADA, START_NS + 500_000_000, 5)).as("when the flood is over").isEqualTo(3);
    }

    @Test
    void nothingIsAllocatedForAPacket() {
        assertThat(Allocation.bytesOf(() -> taken(ADA, START_NS, 100_000))).isZero();
    }

    private int taken(int source, long nowNs, int packets) {
        int taken = 0;
        for (int i = 0; i < packets; i++) {
            taken += buckets.take(source, nowNs) ? 1 : 0;
        }
        return taken;
    }
}
