package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A handler that takes too long is found by looking at few subjects.
class SlowHandlerTest {

    private final LogCapture log = new LogCapture();
    private final HandTimer timer = new HandTimer();
    private final HookTables tables = new HookTables(timer);
    private final SortingOffice office = new SortingOffice(tables);
    private final List<Letter> bin = new ArrayList<>();

    @AfterEach
    void stopCapture() {
        log.close();
    }

    @Test
    void oneSubjectInManyIsTimedAndTheSlowHandlerNamed() {
        declare();
        attach("quick", Duration.ofMillis(1), Verdict.ACCEPT);
        Registration slow = attach("slow", Duration.ofMillis(2), Verdict.ACCEPT);
        send(1023);
        assertThat(log.messages()).isEmpty();
        send(1);
        assertThat(log.messages()).containsExactly("Plugin host: handler slow at hook point SORT took 2000 µs for a subject,"
                + " its budget is 1000 µs; so did 1 sampled turns until now");
        assertThat(slow.info().accepted()).isEqualTo(1024);
        assertThat(office.bag).hasSize(1024);
    }

    @Test
    void warningsAreRareAndCountsAreNot() {
        declare();
        attach("slow", Duration.ofMillis(2), Verdict.ACCEPT);
        // 20 samples, 2.048 s apart
        send(20 * 1024);
        assertThat(tables.describe().points().get(0).handlers().get(0).slow()).isEqualTo(20);
        assertThat(log.messages()).hasSize(4);
        assertThat(log.messages().get(1)).endsWith("so did 6 sampled turns until now");
    }

    @Test
    void timedSubjectIsStoppedAsAnyOther() {
        declare();
        Registration refuse = attach("refuse", Duration.ofMillis(2), Verdict.DROP);
        send(2048);
        assertThat(bin).hasSize(2048);
        assertThat(office.bag).isEmpty();
        assertThat(refuse.info().dropped()).isEqualTo(2048);
    }

    @Test
    void eachThreadHasItsSamples() throws InterruptedException {
        declare();
        Registration slow = attach("slow", Duration.ofMillis(2), Verdict.ACCEPT);
        for (int i = 0; i < 3; i++) {
            Thread sender = new Thread(() -> send(1024));
            sender.start();
            sender.join();
        }
        assertThat(tables.describe().points().get(0).handlers().get(0).slow()).isEqualTo(3);
        assertThat(slow.info().accepted()).isEqualTo(3 * 1024);
    }

    @Test
    void withoutBudgetNobodyLooks() {
        tables.declare("SORT", Letter.class, PointOptions.failOpen((any, verdict) -> { }));
        attach("slow", Duration.ofMillis(2), Verdict.ACCEPT);
        send(2048);
        assertThat(log.messages()).isEmpty();
    }

    @Test
    void senselessBudgetIsRefused() {
        assertThatThrownBy(() -> PointOptions.failOpen((any, verdict) -> { }).withBudget(Duration.ZERO)).hasMessage("a handler's budget is longer than PT0S");
    }

    private void declare() {
        tables.declare("SORT", Letter.class, PointOptions.<Letter>failClosed((letter, verdict) -> bin.add(letter)).withBudget(Duration.ofMillis(1)));
    }

    private Registration attach(String name, Duration turn, Verdict verdict) {
        return tables.at("SORT", Letter.class).attach(0, name, any -> {
            timer.pass(turn);
            return verdict;
        });
    }

    private void send(int letters) {
        for (int i = 0; i < letters; i++) {
            office.sort(new Letter("Ada"));
        }
    }
}
