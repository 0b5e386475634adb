package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Held;
import io.weft.hook.HookPoint;
import io.weft.hook.HookQueue;
import io.weft.hook.HookRejectedException;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueInfo;
import io.weft.hook.QueueOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Letters that wait in a queue for somebody to decide.
@Timeout(60)
class SubjectQueueTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Verdict INSPECT = Verdict.queue("inspect");

    private final HookTables tables = HookTables.create();
    private final SortingOffice office = SortingOffice.strict(tables);
    private final HookPoint<Letter> sort = tables.at("SORT", Letter.class);
    private final List<String> seen = new ArrayList<>();
    private final Letter ada = new Letter("Ada");
    private final Letter bob = new Letter("Bob");
    private final Letter eve = new Letter("Eve");

    @Test
    void acceptedLetterGoesOnBehindTheQueueingHandler() {
        HookQueue<Letter> queue = open(QueueOptions.of(10, LONG));
        note(-1, "before");
        Registration sender = sort.attach(0, "sender", any -> INSPECT);
        note(1, "behind");
        office.sort(ada);
        assertThat(seen).containsExactly("before");
        assertThat(queue.info()).isEqualTo(new QueueInfo("inspect", 1, 0, 0, 0, 0));
        assertThat(take(queue).decide(Verdict.ACCEPT)).isTrue();
        assertThat(seen).containsExactly("before", "behind");
        assertThat(office.bag).containsExactly(ada);
        assertThat(queue.info()).isEqualTo(new QueueInfo("inspect", 0, 1, 0, 0, 0));
        assertThat(sender.info().queued()).isEqualTo(1);
        assertThat(sender.info().seen()).isEqualTo(1);
    }

    @Test
    void droppedLetterIsDisposedOfWithTheReason() {
        HookQueue<Letter> queue = open(QueueOptions.of(10, LONG));
        sort.attach(0, "sender", any -> INSPECT);
        office.sort(ada);
        take(queue).drop("contraband");
        assertThat(office.bin).containsExactly("Ada DROP(contraband)");
        assertThat(queue.info().dropped()).isEqualTo(1);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void lettersGoOnInTheOrderInWhichTheyCameWhateverTheOrderOfTheDecisions() {
        HookQueue<Letter> queue = open(QueueOptions.of(10, LONG));
        sort.attach(0, "sender", any -> INSPECT);
        List.of(ada, bob, eve).forEach(office::sort);
        List<Held<Letter>> taken = List.of(take(queue), take(queue), take(queue));
        taken.get(2).resume();
        taken.get(1).resume();
        assertThat(office.bag).isEmpty();
        taken.get(0).resume();
        assertThat(office.bag).containsExactly(ada, bob, eve);
    }

    @Test
    void fullQueueIsCountedAndItsLettersGetTheOverflowVerdict() {
        HookQueue<Letter> queue = open(QueueOptions.of(1, LONG));
        Registration sender = sort.attach(0, "sender", any -> INSPECT);
        office.sort(ada);
        office.sort(bob);
        assertThat(office.bin).containsExactly("Bob DROP(the queue is full)");
        assertThat(queue.info().overflowed()).isEqualTo(1);
        assertThat(sender.info().dropped()).isEqualTo(1);
        take(queue).resume();
        office.sort(eve);
        assertThat(queue.info().waiting()).isEqualTo(1);
    }

    @Test
    void fullQueueMayLetLettersPass() {
        open(QueueOptions.of(1, LONG).withOnOverflow(Verdict.ACCEPT));
        sort.attach(0, "sender", any -> INSPECT);
        office.sort(ada);
        office.sort(bob);
        assertThat(office.bag).containsExactly(bob);
    }

    @Test
    void withoutAListenerLettersAreDroppedUnlessTheHandlerBypasses() {
        Registration sender = sort.attach(0, "sender", any -> INSPECT);
        office.sort(ada);
        assertThat(office.bin).containsExactly("Ada DROP(nobody has opened queue inspect)");
        sender.close();
        sort.attach(0, "lenient", any -> Verdict.queueOrAccept("inspect"));
        office.sort(bob);
        assertThat(office.bag).containsExactly(bob);
    }

    @Test
    void letterThatNobodyDecidesAboutGetsTheTimeoutVerdictAndOnlyThat() throws Exception {
        CountDownLatch out = new CountDownLatch(2);
        HookTables waiting = HookTables.create();
        List<String> bin = new ArrayList<>();
        waiting.declare("SORT", Letter.class, PointOptions.failClosed((letter, verdict) -> {
            bin.add(letter.to() + " " + verdict);
            out.countDown();
        }));
        HookQueue<Letter> queue = waiting.queue("inspect", Letter.class, QueueOptions.of(10, Duration.ofMillis(5)));
        waiting.at("SORT", Letter.class).attach(0, "sender", any -> INSPECT);
        SortingOffice slow = new SortingOffice(waiting);
        slow.sort(ada);
        Held<Letter> taken = queue.poll();
        slow.sort(bob);
        assertThat(out.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bin).containsExactly("Ada DROP(nobody decided in time)", "Bob DROP(nobody decided in time)");
        assertThat(taken == null || !taken.resume()).isTrue();
        assertThat(queue.poll()).isNull();
        assertThat(slow.bag).isEmpty();
        assertThat(queue.info()).isEqualTo(new QueueInfo("inspect", 0, 0, 2, 2, 0));
    }

    @Test
    void closedQueueLetsNobodyWaitInIt() throws Exception {
        HookQueue<Letter> queue = open(QueueOptions.of(10, LONG).withOnTimeout(Verdict.ACCEPT));
        sort.attach(0, "sender", any -> INSPECT);
        office.sort(ada);
        office.sort(bob);
        Held<Letter> taken = take(queue);
        queue.close();
        queue.close();
        assertThat(office.bag).containsExactly(ada, bob);
        assertThat(taken.drop("too late")).isFalse();
        assertThat(queue.poll(LONG)).isNull();
        office.sort(eve);
        assertThat(office.bin).containsExactly("Eve DROP(nobody has opened queue inspect)");
        open(QueueOptions.of(1, LONG)).close();
    }

    @Test
    void queueIsOpenedOnce() {
        open(QueueOptions.of(10, LONG));
        assertThatIllegalStateException().isThrownBy(() -> open(QueueOptions.of(10, LONG))).withMessage("queue inspect is open already");
    }

    @Test
    void queueOfAPluginGoesWithIt() {
        try (OwnedHooks plugin = tables.ownedBy("inspector")) {
            plugin.queue("inspect", Letter.class, QueueOptions.of(10, LONG));
            sort.attach(0, "sender", any -> INSPECT);
            office.sort(ada);
        }
        assertThat(office.bin).containsExactly("Ada DROP(nobody decided in time)");
    }

    @Test
    void letterOfADetachedHandlerComesOutByThePolicyOfItsPoint() {
        HookQueue<Letter> queue = open(QueueOptions.of(10, LONG));
        Registration sender = sort.attach(0, "sender", any -> INSPECT);
        office.sort(ada);
        Held<Letter> taken = take(queue);
        sender.close();
        assertThat(office.bin).containsExactly("Ada DROP(the handler that kept it was detached)");
        assertThat(taken.resume()).isFalse();
        assertThat(queue.info().waiting()).isZero();
    }

    @Test
    void letterOfAnotherTypeIsTheHandlersFault() {
        tables.queue("numbers", Integer.class, QueueOptions.of(10, LONG));
        Registration sender = sort.attach(0, "sender", any -> Verdict.queue("numbers"));
        office.sort(ada);
        assertThat(sender.info().faults()).isEqualTo(1);
        assertThat(office.bin).containsExactly("Ada DROP");
    }

    @Test
    void callerThatIsOwedAnAnswerGetsItAtOnce() {
        HookQueue<Letter> queue = open(QueueOptions.of(10, LONG));
        tables.at("STAMP", Letter.class).attach(0, "sender", any -> INSPECT);
        assertThatThrownBy(() -> office.stamp(ada, 1))
                .isInstanceOf(HookRejectedException.class)
                .hasMessage("handler host/sender at hook point STAMP queued the subject in inspect");
        take(queue).resume();
        assertThat(office.bin).containsExactly("Ada DROP(the method's caller was answered while a handler kept the subject)");
    }

    @Test
    void letterMayBeQueuedByOneHandlerAfterAnother() {
        HookQueue<Letter> queue = open(QueueOptions.of(1, LONG));
        sort.attach(0, "first", any -> INSPECT);
        sort.attach(1, "second", any -> INSPECT);
        office.sort(ada);
        take(queue).resume();
        assertThat(office.bag).isEmpty();
        take(queue).resume();
        assertThat(office.bag).containsExactly(ada);
    }

    @Test
    void optionsThatMakeNoQueueAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> QueueOptions.of(0, LONG)).withMessageContaining("at least one");
        assertThatIllegalArgumentException().isThrownBy(() -> QueueOptions.of(1, Duration.ZERO)).withMessageContaining("longer than");
        assertThatIllegalArgumentException().isThrownBy(() -> QueueOptions.of(1, LONG).withOnTimeout(Verdict.REPEAT))
                .withMessage("onTimeout is an ACCEPT or a DROP, not REPEAT");
    }

    private HookQueue<Letter> open(QueueOptions options) {
        return tables.queue("inspect", Letter.class, options);
    }

    private static Held<Letter> take(HookQueue<Letter> queue) {
        return Objects.requireNonNull(queue.poll());
    }

    private void note(int priority, String name) {
        sort.attach(priority, name, any -> {
            seen.add(name);
            return Verdict.ACCEPT;
        });
    }
}
