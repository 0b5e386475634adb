package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.BreakerOptions;
import io.weft.hook.HandlerHealth;
import io.weft.hook.HandlerHealth.Breaker;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A handler that fails again and again is put out, and comes back when it does its work again.
class BreakerTest {

    private static final BreakerOptions THREE_IN_TEN_SECONDS = new BreakerOptions(
            3, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(100));

    private final LogCapture log = new LogCapture();
    private final HandTimer timer = new HandTimer();
    private final HookTables tables = new HookTables(timer);
    private final SortingOffice office = new SortingOffice(tables);
    private final List<String> bin = new ArrayList<>();
    private boolean broken = true;
    private int turns;

    @AfterEach
    void stopCapture() {
        log.close();
    }

    @Test
    void handlerIsPutOutAndSubjectsPassWhereThePointFailsOpen() {
        Registration handler = attach(PointOptions.failOpen(this::discard));
        send(10);
        assertThat(turns).isEqualTo(3);
        assertThat(office.bag).hasSize(10);
        assertThat(handler.info().faults()).isEqualTo(3);
        assertThat(handler.info().seen()).isEqualTo(3);
        assertHealth(Breaker.OPEN, 1, 7);
        assertThat(log.messages().get(1)).isEqualTo("Plugin host: handler broken is detached from hook point SORT after 3 faults within PT10S;"
                + " subjects pass without it until its trial in PT30S");
        assertThat(log.messages()).hasSize(2);
    }

    @Test
    void handlerIsPutOutAndSubjectsAreDroppedWhereThePointFailsClosed() {
        Registration handler = attach(PointOptions.failClosed(this::discard));
        send(10);
        assertThat(turns).isEqualTo(3);
        assertThat(office.bag).isEmpty();
        assertThat(bin).hasSize(10).endsWith("Ada DROP(its handler is out after repeated faults)");
        assertThat(handler.info().dropped()).isZero();
        assertHealth(Breaker.OPEN, 1, 7);
        assertThat(log.messages().get(1)).contains("subjects are dropped without it");
    }

    @Test
    void faultsFarApartPutNobodyOut() {
        attach(PointOptions.failOpen(this::discard));
        for (int i = 0; i < 20; i++) {
            send(1);
            timer.pass(Duration.ofMillis(5_001));
        }
        assertThat(turns).isEqualTo(20);
        assertHealth(Breaker.CLOSED, 0, 0);
    }

    @Test
    void oneSubjectIsTheTrialAndSuccessBringsTheHandlerBack() {
        attach(PointOptions.failOpen(this::discard));
        send(5);
        broken = false;
        timer.pass(Duration.ofSeconds(29));
        assertHealth(Breaker.OPEN, 1, 2);
        timer.pass(Duration.ofSeconds(1));
        assertHealth(Breaker.HALF_OPEN, 1, 2);
        office.sort(new Letter("Ada"));
        office.sort(new Letter("Ada"));
        assertThat(turns).isEqualTo(4);
        timer.pass(Duration.ZERO);
        assertHealth(Breaker.CLOSED, 1, 3);
        send(10);
        assertThat(turns).isEqualTo(14);
        assertThat(log.messages()).last().isEqualTo("Plugin host: handler broken stood its trial and is back at hook point SORT");
    }

    @Test
    void failedTrialsMakeThePauseLonger() {
        attach(PointOptions.failOpen(this::discard));
        send(3);
        for (int pauseSeconds : new int[] {30, 60, 100, 100}) {
            int before = turns;
            timer.pass(Duration.ofSeconds(pauseSeconds - 1));
            send(2);
            assertThat(turns).isEqualTo(before);
            timer.pass(Duration.ofSeconds(1));
            send(5);
            assertThat(turns).as("after %s s", pauseSeconds).isEqualTo(before + 1);
        }
        assertHealth(Breaker.OPEN, 5, 4 * (2 + 4));
        broken = false;
        timer.pass(Duration.ofSeconds(100));
        send(1);
        broken = true;
        send(3);
        assertThat(log.messages()).last().asString().endsWith("until its trial in PT30S");
    }

    @Test
    void repeatLoopIsAFailedTrial() {
        tables.declare("SORT", Letter.class, PointOptions.<Letter>failOpen(this::discard).withBreaker(THREE_IN_TEN_SECONDS));
        tables.at("SORT", Letter.class).attach(0, "loop", any -> Verdict.REPEAT);
        send(3);
        timer.pass(Duration.ofSeconds(30));
        send(1);
        assertHealth(Breaker.OPEN, 2, 0);
    }

    @Test
    void detachedHandlerIsForgotten() {
        Registration handler = attach(PointOptions.failOpen(this::discard));
        send(3);
        assertThat(timer.waiting()).isEqualTo(1);
        handler.close();
        assertThat(timer.waiting()).isZero();
        send(2);
        assertThat(turns).isEqualTo(3);
    }

    @Test
    void otherHandlersKeepTheirPlacesAndCounts() {
        attach(PointOptions.failOpen(this::discard));
        Registration before = tables.at("SORT", Letter.class).attach(-1, "before", any -> Verdict.ACCEPT);
        Registration behind = tables.at("SORT", Letter.class).attach(1, "behind", any -> Verdict.ACCEPT);
        send(8);
        assertThat(tables.describe().points().get(0).handlers()).extracting(health -> health.handler().name())
                .containsExactly("before", "broken", "behind");
        assertThat(before.info().accepted()).isEqualTo(8);
        assertThat(behind.info().accepted()).isEqualTo(8);
    }

    @Test
    void senselessOptionsAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> BreakerOptions.of(0, second, second)).hasMessageContaining("at least one fault");
        assertThatThrownBy(() -> BreakerOptions.of(1, Duration.ZERO, second)).hasMessageContaining("longer than nothing");
        assertThatThrownBy(() -> new BreakerOptions(1, second, second, Duration.ofMillis(999))).hasMessageContaining("shorter than the first");
    }

    private Registration attach(PointOptions<Letter> options) {
        tables.declare("SORT", Letter.class, options.withBreaker(THREE_IN_TEN_SECONDS));
        return tables.at("SORT", Letter.class).attach(0, "broken", any -> {
            turns++;
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return Verdict.ACCEPT;
        });
    }

    private void discard(Letter letter, Verdict verdict) {
        bin.add(letter.to() + " " + verdict);
    }

    private void send(int letters) {
        for (int i = 0; i < letters; i++) {
            office.sort(new Letter("Ada"));
            timer.pass(Duration.ZERO);
        }
    }

    private void assertHealth(Breaker state, long opened, long bypassed) {
        HandlerHealth health = tables.describe().points().get(0).handlers().get(0);
        assertThat(health.breaker()).isEqualTo(state);
        assertThat(health.opened()).isEqualTo(opened);
        assertThat(health.bypassed()).isEqualTo(bypassed);
    }
}
