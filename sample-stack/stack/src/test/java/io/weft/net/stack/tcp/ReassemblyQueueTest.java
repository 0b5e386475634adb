package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReassemblyQueueTest {

    /// Sequence numbers go round in the middle of the test.
    private static final int BASE = -100;

    @Property
    void knowsWhatHasCome(@ForAll @Size(max = 40) List<@IntRange(min = 1, max = 200) Integer> starts,
            @ForAll @IntRange(min = 1, max = 30) int length) {
        ReassemblyQueue queue = new ReassemblyQueue();
        BitSet there = new BitSet();
        int next = 0;
        for (int start : starts) {
            if (start > next) {
                queue.add(BASE + start, BASE + start + length);
            }
            there.set(start, start + length);
        }
        there.set(0);
        next = queue.joined(BASE + 1) - BASE;
        assertThat(next).isEqualTo(there.nextClearBit(0));
    }

    @Test
    void boundsItsRanges() {
        ReassemblyQueue queue = new ReassemblyQueue();
        for (int i = 0; i < ReassemblyQueue.MAX_RANGES; i++) {
            assertThat(queue.add(10 * i, 10 * i + 5)).isTrue();
        }
        assertThat(queue.add(1_000_000, 1_000_001)).isFalse();
        assertThat(queue.add(5, 10)).as("closes a gap").isTrue();
        assertThat(queue.count()).isEqualTo(ReassemblyQueue.MAX_RANGES - 1);
    }

    @Test
    void saysWhatIsMissing() {
        ReassemblyQueue queue = new ReassemblyQueue();
        queue.add(10, 20);
        queue.add(30, 40);
        assertThat(queue.missingFrom(5)).isEqualTo(5);
        assertThat(queue.missingTo(5, 100)).isEqualTo(10);
        assertThat(queue.missingTo(5, 8)).isEqualTo(8);
        assertThat(queue.missingFrom(10)).isEqualTo(20);
        assertThat(queue.missingFrom(15)).isEqualTo(20);
        assertThat(queue.missingTo(20, 100)).isEqualTo(30);
        assertThat(queue.missingFrom(30)).isEqualTo(40);
        assertThat(queue.missingTo(40, 100)).isEqualTo(100);
    }
}
