package io.weft.net.tables.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IntervalsTest {

    @Property(tries = 500)
    void numberIsInTheIntervalThatBeganLast(
            @ForAll @Size(max = 200) List<@LongRange(min = 1, max = 0xFFFF_FFFFL) Long> starts, @ForAll @Size(max = 50) List<Integer> numbers) {
        long[] bounds = LongStream.concat(LongStream.of(0), starts.stream().mapToLong(Long::longValue)).sorted().distinct().toArray();
        var intervals = new Intervals(bounds);
        LongStream.concat(numbers.stream().mapToLong(Integer::toUnsignedLong), Arrays.stream(bounds)).forEach(number -> {
            int of = intervals.of((int) number);
            assertThat(bounds[of]).isLessThanOrEqualTo(number);
            assertThat(of + 1 == bounds.length || bounds[of + 1] > number).isTrue();
        });
    }

    @Test
    void closeStartsFarApartFromOthersAreFound() {
        var bounds = new long[1001];
        for (int i = 1; i < 1000; i++) {
            bounds[i] = 0xC000_0000L + i;
        }
        bounds[1000] = 0xFFFF_FFFFL;
        var intervals = new Intervals(bounds);
        assertThat(intervals.of(0xC000_0000)).isZero();
        assertThat(intervals.of(0xC000_0000 + 500)).isEqualTo(500);
        assertThat(intervals.of(0xFFFF_FFFE)).isEqualTo(999);
        assertThat(intervals.of(-1)).isEqualTo(1000);
    }
}
