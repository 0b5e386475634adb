package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ExpiryWheelTest {

    private static final long SECOND = 1_000_000_000L;
    // or chance makes eight million
    private static final long MOST_TURNS = 2_000;

    @Property(tries = 300)
    void eachEndsAtItsTimeAndNoLaterThanATickBehindIt(@ForAll @Size(min = 1, max = 60) List<@LongRange(max = 8_000_000) Long> seconds,
            @ForAll @LongRange(max = 1L << 50) long startNs, @ForAll @LongRange(min = 1, max = 100_000) long stepSeconds) {
        var wheel = new ExpiryWheel(startNs);
        List<TrackedConnection> all = new ArrayList<>();
        for (long after : seconds) {
            var one = new TrackedConnection(all.size(), 17, 0, 0, 0, 0, false);
            one.expiresNs = startNs + after % (MOST_TURNS * stepSeconds) * SECOND;
            wheel.add(one);
            all.add(one);
        }
        Set<TrackedConnection> ended = new HashSet<>();
        long now = startNs;
        while (!wheel.isEmpty()) {
            now += stepSeconds * SECOND;
            long at = now;
            wheel.turn(now, one -> {
                assertThat(one.expiresNs).isLessThanOrEqualTo(at);
                assertThat(ended.add(one)).isTrue();
            });
            assertThat(all.stream().allMatch(one -> ended.contains(one) || one.expiresNs > at - ExpiryWheel.TICK_NS)).isTrue();
        }
        assertThat(ended).hasSize(all.size());
    }

    @Property(tries = 300)
    void refreshesAndHasteningsAreFollowed(@ForAll @Size(min = 1, max = 40) List<@LongRange(max = 500_000) Long> first,
            @ForAll @Size(min = 40, max = 40) List<@LongRange(max = 500_000) Long> second) {
        var wheel = new ExpiryWheel(0);
        var refresh = new Refresh(wheel);
        List<TrackedConnection> all = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            var one = new TrackedConnection(i, 17, 0, 0, 0, 0, false);
            one.expiresNs = first.get(i) * SECOND;
            wheel.add(one);
            refresh.expire(one, second.get(i) * SECOND);
            all.add(one);
        }
        Set<TrackedConnection> ended = new HashSet<>();
        for (long now = 1000 * SECOND; now <= 501_000 * SECOND; now += 1000 * SECOND) {
            long at = now;
            wheel.turn(now, ended::add);
            assertThat(all.stream().allMatch(one -> ended.contains(one) == one.expiresNs <= at)).isTrue();
        }
    }
}
