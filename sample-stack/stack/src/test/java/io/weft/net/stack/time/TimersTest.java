package io.weft.net.stack.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TimersTest {

    private final Timers timers = new Timers(0);
    private final List<String> fired = new ArrayList<>();

    private Timer timer(String name) {
        return new Timer(() -> fired.add(name));
    }

    private void fireAll() {
        while (timers.fireNext()) {
            assertThat(fired).isNotEmpty();
        }
    }

    @Test
    void firesWhatIsDueAndNothingElse() {
        timers.set(timer("late"), 20);
        timers.set(timer("early"), 10);
        timers.advance(10);
        fireAll();
        assertThat(fired).containsExactly("early");
        assertThat(timers.nextDeadlineNs()).isEqualTo(20);
    }

    @Test
    void forgetsWhatIsCancelled() {
        Timer timer = timer("never");
        timers.set(timer, 10);
        timers.cancel(timer);
        timers.cancel(timer);
        timers.advance(100);
        fireAll();
        assertThat(fired).isEmpty();
        assertThat(timers.nextDeadlineNs()).isEqualTo(Timers.NEVER);
    }

    @Test
    void firesOnceAtTheTimeThatWasSetLast() {
        Timer timer = timer("moved");
        timers.set(timer, 10);
        timers.set(timer, 30);
        timers.advance(20);
        fireAll();
        assertThat(fired).isEmpty();
        timers.advance(30);
        fireAll();
        assertThat(fired).containsExactly("moved");
        assertThat(timer.isSet()).isFalse();
    }

    @Test
    void oneThatWasPutOffIsNotTheNextAnyMore() {
        Timer moved = timer("moved");
        timers.set(moved, 10);
        timers.set(timer("stays"), 20);
        timers.set(moved, 30);
        assertThat(timers.nextDeadlineNs()).isEqualTo(20);
        timers.set(moved, 15);
        assertThat(timers.nextDeadlineNs()).isEqualTo(15);
        timers.advance(30);
        fireAll();
        assertThat(fired).containsExactly("moved", "stays");
    }

    @Test
    void mayBeSetAnewByWhatItFires() {
        Timer[] self = new Timer[1];
        self[0] = new Timer(() -> {
            fired.add("again");
            timers.set(self[0], 10);
        });
        timers.set(self[0], 0);
        timers.advance(5);
        fireAll();
        assertThat(fired).containsExactly("again");
        assertThat(timers.nextDeadlineNs()).isEqualTo(15);
    }

    @Test
    void timeDoesNotGoBack() {
        timers.advance(50);
        timers.advance(40);
        assertThat(timers.nowNs()).isEqualTo(50);
    }

    @Property(tries = 200)
    void firesInTheOrderOfTheDeadlinesWhateverWasSetMovedAndCancelled(@ForAll Random random) {
        Timers heap = new Timers(0);
        List<Long> order = new ArrayList<>();
        List<Timer> all = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long[] deadline = new long[1];
            Timer timer = new Timer(() -> order.add(deadline[0]));
            deadline[0] = random.nextInt(1_000);
            heap.set(timer, deadline[0]);
            if (random.nextBoolean()) {
                deadline[0] = random.nextInt(1_000);
                heap.set(timer, deadline[0]);
            }
            all.add(timer);
            expected.add(deadline[0]);
        }
        for (int i = 299; i >= 0; i--) {
            if (random.nextInt(3) == 0) {
                heap.cancel(all.get(i));
                expected.remove(i);
            }
        }
        heap.advance(1_000);
        while (heap.fireNext()) {
            assertThat(order).isNotEmpty();
        }
        expected.sort(Comparator.naturalOrder());
        assertThat(order).isEqualTo(expected);
    }
}
