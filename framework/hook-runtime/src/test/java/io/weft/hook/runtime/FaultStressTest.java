package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.HookPoint;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A million letters from several threads, each of which meets a handler that fails: every one comes out once, by the policy.
@Timeout(60)
class FaultStressTest {

    private static final int LETTERS = 1_000_000;
    private static final int SENDERS = 4;

    /// How a handler fails, named for the report.
    private record Fault(String name, Throwing way) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Throwing {
        Verdict fail() throws Throwable;
    }

    private record Numbered(int number) { }

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
            dropped.incrementAndGet(letter.number());
        }
    }

    private final LogCapture log = new LogCapture();
    private final HookTables tables = new HookTables(new HandTimer());
    private final Exit exit = new Exit(tables);
    private final Senders threads = new Senders();

    @AfterEach
    void stop() {
        threads.close();
        log.close();
    }

    static Stream<Arguments> faults() {
        // made once: a stack trace for each of a million letters is the JVM's work and shows nothing more
        RuntimeException unchecked = new IllegalStateException("unchecked");
        IOException checked = new IOException("checked, and not declared");
        Error error = new AssertionError("error");
        Error linkage = new NoClassDefFoundError("post/Stamp");
        List<Fault> ways = List.of(
                new Fault("RuntimeException", () -> {
                    throw unchecked;
                }),
                new Fault("checked exception", () -> {
                    throw checked;
                }),
                new Fault("Error", () -> {
                    throw error;
                }),
                new Fault("LinkageError", () -> {
                    throw linkage;
                }),
                new Fault("StackOverflowError", new Overflow()::fail),
                new Fault("null", () -> Map.<String, Verdict>of().get("verdict")),
                new Fault("REPEAT loop", () -> Verdict.REPEAT));
        return ways.stream().flatMap(fault -> Stream.of(Arguments.of(fault, true), Arguments.of(fault, false)));
    }

    /// Runs out of stack for one letter in a thousand, and throws what that gave for the others: a deep stack is slow to unwind.
    private static final class Overflow {

        private static final int RARELY = 1_000;

        private final ThreadLocal<Integer> turns = ThreadLocal.withInitial(() -> 0);
        private final StackOverflowError kept = new StackOverflowError();

        Verdict fail() {
            int turn = turns.get();
            turns.set(turn + 1);
            if (turn % RARELY == 0) {
                return deeper(turn) == 0 ? Verdict.DROP : Verdict.ACCEPT;
            }
            throw kept;
        }

        private int deeper(int depth) {
            return deeper(depth + 1) + 1;
        }
    }

    @ParameterizedTest(name = "{0}, fails open: {1}")
    @MethodSource("faults")
    void everyLetterComesOutOnceByThePolicy(Fault fault, boolean failsOpen) throws Exception {
        PointOptions<Numbered> options = failsOpen ? PointOptions.failOpen(exit::drop) : PointOptions.failClosed(exit::drop);
        HookPoint<Numbered> sort = tables.declare("SORT", Numbered.class, options);
        Registration before = sort.attach(-1, "before", letter -> Verdict.ACCEPT);
        Registration broken = sort.attach(0, "broken", letter -> fail(fault));
        Registration behind = sort.attach(1, "behind", letter -> Verdict.ACCEPT);

        send();

        AtomicIntegerArray used = failsOpen ? exit.delivered : exit.dropped;
        AtomicIntegerArray unused = failsOpen ? exit.dropped : exit.delivered;
        for (int letter = 0; letter < LETTERS; letter++) {
            if (used.get(letter) != 1 || unused.get(letter) != 0) {
                assertThat(List.of(used.get(letter), unused.get(letter))).as("letter " + letter).isEqualTo(List.of(1, 0));
            }
        }
        assertThat(before.info().accepted()).isEqualTo(LETTERS);
        assertThat(broken.info().faults()).isEqualTo(LETTERS);
        assertThat(broken.info().seen()).isEqualTo(LETTERS);
        assertThat(behind.info().seen()).isEqualTo(failsOpen ? LETTERS : 0);
        assertThat(log.events()).hasSize(1);
    }

    private void send() throws Exception {
        threads.send(SENDERS, first -> {
            for (int letter = first; letter < LETTERS; letter += SENDERS) {
                exit.sort(new Numbered(letter));
            }
        });
    }

    private static Verdict fail(Fault fault) {
        try {
            return fault.way().fail();
        } catch (Throwable e) {
            throw sneaky(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable fault) throws T {
        throw (T) fault;
    }
}
