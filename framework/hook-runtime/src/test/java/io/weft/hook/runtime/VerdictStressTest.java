package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Held;
import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.HookPoint;
import io.weft.hook.HookQueue;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every letter comes out exactly once, whatever handlers answer, while threads attach, detach, resume, drop, time out and close.
///
/// The handlers' choices come from a seed and the letter's number, so a failing run's mixture can be had again.
@Timeout(120)
class VerdictStressTest {

    private static final int SENDERS = 4;
    private static final int ROUNDS = 5_000;
    private static final int LETTERS = SENDERS * ROUNDS;

    private record Numbered(int number) { }

    /// Counts how often each letter comes out.
    private static final class Exit implements HookHost {

        private final HookTables tables;
        private final AtomicIntegerArray delivered = new AtomicIntegerArray(LETTERS);
        private final AtomicIntegerArray dropped = new AtomicIntegerArray(LETTERS);

        Exit(HookTables tables) {
            this.tables = tables;
        }

        @Override
        public Hooks hooks() {
            return tables;
        }

        @Hook("SORT")
        void sort(Numbered letter) {
            delivered.incrementAndGet(letter.number());
        }

        void drop(Numbered letter, Verdict why) {
            assertThat(why.kind()).isEqualTo(Verdict.Kind.DROP);
            dropped.incrementAndGet(letter.number());
        }
    }

    private final HookTables tables = HookTables.create();
    private final Exit exit = new Exit(tables);
    private final AtomicBoolean flowing = new AtomicBoolean(true);
    private final Senders threads = new Senders();
    private final Queue<Held<Numbered>> pocket = new ConcurrentLinkedQueue<>();
    private final Verdict steal = Verdict.stolen(Numbered.class, pocket::add);

    @AfterEach
    void stopThreads() {
        threads.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300})
    void everyLetterComesOutOnceWhileEverythingChanges(long seed) throws Exception {
        HookPoint<Numbered> sort = declare(seed % 2 == 0 ? PointOptions.failOpen(exit::drop) : PointOptions.failClosed(exit::drop));
        AtomicLong seen = new AtomicLong();
        Registration watch = sort.attach(-9, "watch", letter -> {
            seen.incrementAndGet();
            return Verdict.ACCEPT;
        });
        List<Future<?>> others = List.of(
                threads.start(() -> changeChain(sort, seed)),
                threads.start(() -> changeChain(sort, seed + 1)),
                threads.start(() -> decide(pocket::poll)),
                threads.start(() -> decide(pocket::poll)),
                threads.start(this::openAndServeQueue));
        send();
        flowing.set(false);
        Senders.await(others);
        // whoever is still in the pocket: its thief is gone, so it is out already
        for (Held<Numbered> held = pocket.poll(); held != null; held = pocket.poll()) {
            assertThat(held.resume()).isFalse();
        }
        assertEachCameOutOnce(seed);
        assertThat(sort.handlers()).hasSize(1);
        assertThat(seen.get()).isEqualTo(LETTERS);
        assertThat(watch.info().accepted()).isEqualTo(LETTERS);
    }

    /// A handler comes and goes that answers every verdict there is, and fails besides.
    private void changeChain(HookPoint<Numbered> sort, long seed) {
        while (flowing.get()) {
            try (Registration mixed = sort.attach((int) seed % 3, "mixed" + seed, letter -> answer(letter, seed))) {
                for (int i = 0; i < 20 && flowing.get(); i++) {
                    Thread.yield();
                }
                assertThat(mixed.info().seen()).isNotNegative();
            }
        }
    }

    private Verdict answer(Numbered letter, long seed) {
        return switch (new SplittableRandom(seed * LETTERS + letter.number()).nextInt(8)) {
            case 0 -> Verdict.drop("seed");
            case 1 -> steal;
            case 2 -> Verdict.queue("inspect");
            case 3 -> Verdict.queueOrAccept("inspect");
            case 4 -> Verdict.stolen(Numbered.class, Held::resume);
            case 5 -> letter.number() % 7 == 0 ? Verdict.REPEAT : Verdict.ACCEPT;
            case 6 -> letter.number() % 50 == 0 ? thrown() : Verdict.ACCEPT;
            default -> Verdict.ACCEPT;
        };
    }

    private static Verdict thrown() {
        throw new IllegalStateException("a fault");
    }

    private void decide(Supplier<Held<Numbered>> source) {
        int turn = 0;
        while (flowing.get()) {
            Held<Numbered> held = source.get();
            if (held == null) {
                Thread.yield();
            } else if (turn++ % 3 == 0) {
                held.drop("by turn");
            } else {
                held.resume();
            }
        }
    }

    private void openAndServeQueue() throws InterruptedException {
        while (flowing.get()) {
            try (HookQueue<Numbered> queue = tables.queue("inspect", Numbered.class, QueueOptions.of(8, Duration.ofMillis(2)))) {
                Held<Numbered> skipped = queue.poll(Duration.ofMillis(1));
                for (int i = 0; i < 200 && flowing.get(); i++) {
                    Held<Numbered> held = queue.poll();
                    if (held != null) {
                        held.decide(i % 2 == 0 ? Verdict.ACCEPT : Verdict.DROP);
                    }
                }
                if (skipped != null) {
                    skipped.resume();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stolenLettersComeOutOnceWhenTheyAreDecidedAndTheirThiefIsDetachedAtOnce(boolean failsOpen) throws Exception {
        HookPoint<Numbered> sort = declare(failsOpen ? PointOptions.failOpen(exit::drop) : PointOptions.failClosed(exit::drop));
        Future<?> decider = threads.start(() -> decide(pocket::poll));
        Future<?> changer = threads.start(() -> {
            while (flowing.get()) {
                OwnedHooks thief = tables.ownedBy("thief");
                thief.at("SORT", Numbered.class).attach(0, "steal", letter -> steal);
                Thread.yield();
                thief.close();
                assertThat(thief.awaitOutside(30_000)).isTrue();
            }
        });
        send();
        flowing.set(false);
        decider.get();
        changer.get();
        assertEachCameOutOnce(0);
        assertThat(sort.handlers()).isEmpty();
    }

    /// A plugin's handler that knows when its plugin has gone.
    private static final class Guest {

        private final AtomicLong inside = new AtomicLong();
        private volatile boolean gone;
        private final AtomicLong intrusions;

        Guest(AtomicLong intrusions) {
            this.intrusions = intrusions;
        }

        Verdict handle(Numbered letter) {
            inside.incrementAndGet();
            try {
                if (gone) {
                    intrusions.incrementAndGet();
                }
                return letter.number() % 3 == 0 ? Verdict.stolen(Numbered.class, Held::resume) : Verdict.ACCEPT;
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    @Test
    void noThreadIsOrComesInsideAHandlerWhoseOwnerHasGone() throws Exception {
        declare(PointOptions.failClosed(exit::drop));
        AtomicLong intrusions = new AtomicLong();
        AtomicLong comings = new AtomicLong();
        List<Future<?>> changers = new ArrayList<>();
        for (String name : List.of("guest", "visitor")) {
            changers.add(threads.start(() -> {
                while (flowing.get()) {
                    Guest guest = new Guest(intrusions);
                    OwnedHooks owner = tables.ownedBy(name);
                    owner.at("SORT", Numbered.class).attach(0, "look", guest::handle);
                    Thread.yield();
                    owner.close();
                    assertThat(owner.awaitOutside(30_000)).isTrue();
                    guest.gone = true;
                    intrusions.addAndGet(guest.inside.get());
                    comings.incrementAndGet();
                }
            }));
        }
        send();
        flowing.set(false);
        Senders.await(changers);
        assertEachCameOutOnce(0);
        assertThat(intrusions.get()).isZero();
        assertThat(comings.get()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void queuedLettersKeepTheirOrderWithSeveralWorkers(int workers) throws Exception {
        List<Integer> order = new ArrayList<>();
        HookTables ordered = HookTables.create();
        HookPoint<Numbered> sort = ordered.declare("SORT", Numbered.class, PointOptions.<Numbered>failClosed().withResumeOn(Runnable::run));
        sort.attach(0, "sender", letter -> Verdict.queue("inspect"));
        // only one thread at a time comes here, by the queue's promise
        sort.attach(1, "noter", letter -> {
            order.add(letter.number());
            return Verdict.ACCEPT;
        });
        Exit out = new Exit(ordered);
        HookQueue<Numbered> queue = ordered.queue("inspect", Numbered.class, QueueOptions.of(LETTERS, Duration.ofMinutes(5)));
        List<Future<?>> working = new ArrayList<>();
        AtomicLong decided = new AtomicLong();
        for (int i = 0; i < workers; i++) {
            working.add(threads.start(() -> {
                while (decided.get() < ROUNDS) {
                    Held<Numbered> held = queue.poll(Duration.ofMillis(5));
                    if (held != null) {
                        held.resume();
                        decided.incrementAndGet();
                    }
                }
            }));
        }
        for (int i = 0; i < ROUNDS; i++) {
            out.sort(new Numbered(i));
        }
        Senders.await(working);
        assertThat(order).hasSize(ROUNDS).isSorted();
        assertThat(queue.info().accepted()).isEqualTo(ROUNDS);
        queue.close();
    }

    @Test
    void loopThreadIsTheOnlyOneThatRunsTheMethodWhenTheOwnerSaysSo() throws Exception {
        ExecutorService loop = Executors.newSingleThreadExecutor();
        try {
            AtomicLong strangers = new AtomicLong();
            Thread loopThread = loop.submit(Thread::currentThread).get();
            PointOptions<Numbered> options = PointOptions.<Numbered>failClosed((letter, verdict) -> exit.drop(letter, verdict)).withResumeOn(loop);
            HookPoint<Numbered> sort = declare(options);
            Registration thief = sort.attach(0, "thief", letter -> steal);
            sort.attach(1, "noter", letter -> {
                strangers.addAndGet(Thread.currentThread() == loopThread ? 0 : 1);
                return Verdict.ACCEPT;
            });
            List<Future<?>> deciders = List.of(threads.start(() -> decide(pocket::poll)), threads.start(() -> decide(pocket::poll)));
            send();
            flowing.set(false);
            Senders.await(deciders);
            thief.close();
            loop.submit(() -> { }).get();
            assertEachCameOutOnce(0);
            assertThat(strangers.get()).isZero();
        } finally {
            loop.shutdownNow();
        }
    }

    private HookPoint<Numbered> declare(PointOptions<Numbered> options) {
        return tables.declare("SORT", Numbered.class, options);
    }

    private void send() throws Exception {
        threads.send(SENDERS, sender -> {
            for (int i = 0; i < ROUNDS; i++) {
                exit.sort(new Numbered(sender * ROUNDS + i));
            }
        });
    }

    private void assertEachCameOutOnce(long seed) {
        for (int i = 0; i < LETTERS; i++) {
            assertThat(exit.delivered.get(i) + exit.dropped.get(i)).as("exits of letter %d, seed %d", i, seed).isEqualTo(1);
        }
    }
}
