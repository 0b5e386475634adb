package io.weft.net.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private final VirtualTime time = new VirtualTime();
    private final Timers timers = new Timers(time.nowNs());
    private final List<Duration> fired = new ArrayList<>();

    VirtualTimeTest() {
        time.drive(new VirtualTime.Driven() {
            @Override
            public boolean turn() {
                timers.advance(time.nowNs());
                return timers.fireNext();
            }

            @Override
            public long nextDeadlineNs() {
                return timers.nextDeadlineNs();
            }
        });
    }

    private void in(Duration delay) {
        timers.set(new Timer(() -> fired.add(time.now())), delay.toNanos());
    }

    @Test
    void whatIsDueHappensAtItsTimeAndInOrder() {
        Duration start = time.now();
        in(Duration.ofHours(2));
        in(Duration.ofSeconds(1));
        time.pass(Duration.ofHours(1));
        assertThat(fired).containsExactly(start.plusSeconds(1));
        time.pass(Duration.ofHours(1));
        assertThat(fired).containsExactly(start.plusSeconds(1), start.plusHours(2));
    }

    @Test
    void untilEndsWithTheEventThatMakesItTrue() {
        Duration start = time.now();
        in(Duration.ofSeconds(1));
        in(Duration.ofSeconds(2));
        time.until(() -> !fired.isEmpty(), Duration.ofMinutes(1));
        assertThat(time.now()).isEqualTo(start.plusSeconds(1));
    }

    @Test
    void whatNeverHappensFails() {
        assertThatThrownBy(() -> time.until(() -> false, Duration.ofDays(1))).isInstanceOf(AssertionError.class);
    }
}
