package io.weft.hook.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllocationTest {

    private int round;
    private byte[] last = {};

    @Test
    void workThatAllocatesEachTimeIsToldByItsLeastRound() {
        long bytes = Allocation.bytesOf(() -> last = new byte[1_000 * (1 + round++ % 3)]);
        assertThat(bytes).isBetween(1_000L, 1_999L);
        assertThat(round).isEqualTo(Allocation.MOST_ROUNDS);
    }

    @Test
    void workThatAllocatesOnlyWhileItIsColdAllocatesNothing() {
        assertThat(Allocation.bytesOf(() -> last = round++ < 10 ? new byte[1_000] : last)).isZero();
        assertThat(last).hasSize(1_000);
    }
}
