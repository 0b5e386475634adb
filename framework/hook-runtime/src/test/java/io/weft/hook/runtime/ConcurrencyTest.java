package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Hook;
import io.weft.hook.HookHandler;
import io.weft.hook.HookHost;
import io.weft.hook.HookPoint;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Chains change while subjects flow on several threads.
@Timeout(60)
class ConcurrencyTest {

    private static final int THREADS = 4;
    private static final int LETTERS = 50_000;

    private final HookTables tables = HookTables.create();
    private final AtomicLong dropped = new AtomicLong();

    private static final class Counter implements HookHost {

        private final HookTables tables;
        private final AtomicLong delivered = new AtomicLong();

        Counter(HookTables tables) {
            this.tables = tables;
        }

        @Override
        public Hooks hooks() {
            return tables;
        }

        @Hook("SORT")
        void sort(Letter letter) {
            delivered.incrementAndGet();
        }
    }

    @Test
    void everyLetterComesOutOnceAndIsCountedOnceWhileTheChainChanges() throws Exception {
        HookPoint<Letter> sort = tables.declare("SORT", Letter.class, PointOptions.failClosed((letter, verdict) -> dropped.incrementAndGet()));
        Counter counter = new Counter(tables);
        AtomicLong watched = new AtomicLong();
        Registration watch = sort.attach(0, "watch", letter -> {
            watched.incrementAndGet();
            return Verdict.ACCEPT;
        });
        Registration censor = sort.attach(2, "censor", letter -> letter.to().isEmpty() ? Verdict.DROP : Verdict.ACCEPT);
        AtomicBoolean flowing = new AtomicBoolean(true);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(() -> send(counter)));
        }
        Thread changer = new Thread(() -> {
            while (flowing.get()) {
                try (Registration passer = sort.attach(1, "passer", letter -> Verdict.ACCEPT)) {
                    assertThat(passer.info().dropped()).isZero();
                }
            }
        });
        changer.start();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        flowing.set(false);
        changer.join();
        long sent = (long) THREADS * LETTERS;
        assertThat(counter.delivered.get() + dropped.get()).isEqualTo(sent);
        assertThat(dropped.get()).isEqualTo(sent / 10);
        assertThat(watched.get()).isEqualTo(sent);
        assertThat(watch.info().accepted()).isEqualTo(sent);
        assertThat(censor.info().dropped()).isEqualTo(sent / 10);
        assertThat(censor.info().accepted()).isEqualTo(sent - sent / 10);
    }

    private static void send(Counter counter) {
        Letter addressed = new Letter("Ada");
        Letter unaddressed = new Letter("");
        for (int i = 0; i < LETTERS; i++) {
            counter.sort(i % 10 == 0 ? unaddressed : addressed);
        }
    }

    @Test
    void moreThreadsThanLanesAreCountedExactly() throws Exception {
        HookPoint<Letter> sort = tables.declare("SORT", Letter.class, PointOptions.failClosed());
        Registration watch = sort.attach(0, "watch", letter -> letter.to().isEmpty() ? Verdict.DROP : Verdict.ACCEPT);
        Counter counter = new Counter(tables);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            threads.add(new Thread(() -> {
                for (int n = 0; n < 1_000; n++) {
                    counter.sort(new Letter(n % 2 == 0 ? "" : "Ada"));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(watch.info().dropped()).isEqualTo(20_000);
        assertThat(watch.info().accepted()).isEqualTo(20_000);
    }

    @Test
    void threadsThatCameAndWentLeaveTheirLanesToOthers() throws Exception {
        HookPoint<Letter> sort = tables.declare("SORT", Letter.class, PointOptions.failClosed());
        Registration watch = sort.attach(0, "watch", letter -> Verdict.ACCEPT);
        Counter counter = new Counter(tables);
        WeakReference<Thread> gone = new WeakReference<>(sendFromAThreadThatEnds(counter));
        try (OwnedHooks passer = tables.ownedBy("passer")) {
            passer.at("SORT", Letter.class).attach(9, "passer", letter -> Verdict.ACCEPT);
        }
        try (OwnedHooks nobody = tables.ownedBy("nobody")) {
            assertThat(nobody.points()).hasSize(1);
        }
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (gone.get() != null && System.nanoTime() - deadlineNs < 0) {
            System.gc();
        }
        assertThat(gone.get()).as("a thread that sent a letter and ended").isNull();
        counter.sort(new Letter("Ada"));
        assertThat(watch.info().accepted()).isEqualTo(2);
    }

    private static Thread sendFromAThreadThatEnds(Counter counter) throws InterruptedException {
        Thread thread = new Thread(() -> counter.sort(new Letter("Ada")));
        thread.start();
        thread.join();
        return thread;
    }

    @Test
    void whoeverWaitsIsToldWhenTheLastThreadHasLeftTheHandler() throws Exception {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        Registrations slow = tables.attachMethods("slow", List.of(new SlowClerk(inside, mayLeave)));
        Counter counter = new Counter(tables);
        Thread sender = new Thread(() -> counter.sort(new Letter("Ada")));
        sender.start();
        inside.await();
        slow.close();
        assertThat(slow.awaitOutside(20)).isFalse();
        mayLeave.countDown();
        assertThat(slow.awaitOutside(30_000)).isTrue();
        sender.join();
        assertThat(counter.delivered.get()).isEqualTo(1);
    }

    @Test
    void handlerThatDetachesItselfDoesNotWaitForItself() {
        HookPoint<Letter> sort = tables.declare("SORT", Letter.class, PointOptions.failClosed());
        List<Boolean> left = new ArrayList<>();
        List<Registrations> own = new ArrayList<>();
        own.add(tables.attachMethods("leaver", List.of(new Leaver(() -> {
            own.get(0).close();
            left.add(own.get(0).awaitOutside(10_000));
        }))));
        Counter counter = new Counter(tables);
        counter.sort(new Letter("Ada"));
        counter.sort(new Letter("Bob"));
        assertThat(left).containsExactly(true);
        assertThat(sort.handlers()).isEmpty();
        assertThat(counter.delivered.get()).isEqualTo(2);
    }

    /// Stays inside until it may leave.
    public static final class SlowClerk {

        private final CountDownLatch inside;
        private final CountDownLatch mayLeave;

        SlowClerk(CountDownLatch inside, CountDownLatch mayLeave) {
            this.inside = inside;
            this.mayLeave = mayLeave;
        }

        @HookHandler(at = "SORT")
        public void wait(Letter letter) throws InterruptedException {
            inside.countDown();
            mayLeave.await();
        }
    }

    /// Does something when it sees a letter.
    public static final class Leaver {

        private final Runnable deed;

        Leaver(Runnable deed) {
            this.deed = deed;
        }

        @HookHandler(at = "SORT")
        public void leave(Letter letter) {
            deed.run();
        }
    }
}
