package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Held;
import io.weft.hook.Hook;
import io.weft.hook.HookHost;
import io.weft.hook.HookPoint;
import io.weft.hook.Hooks;
import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Dispatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A host asks what happened to a subject on its way.
class ExplainTest {

    /// A subject that handlers change.
    private static final class Parcel {
        private String label;

        Parcel(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /// Two rooms, one behind the other.
    private static final class Depot implements HookHost {
        private final HookTables tables;
        private final List<String> sent = new ArrayList<>();

        Depot(HookTables tables) {
            this.tables = tables;
        }

        @Override
        public Hooks hooks() {
            return tables;
        }

        @Hook("ACCEPT")
        void accept(Parcel parcel) {
            send(parcel);
        }

        @Hook("SEND")
        void send(Parcel parcel) {
            sent.add(parcel.label());
        }
    }

    private final HandTimer timer = new HandTimer();
    private final HookTables tables = new HookTables(timer);
    private final Depot depot = new Depot(tables);
    private final HookPoint<Parcel> accept = tables.declare("ACCEPT", Parcel.class, PointOptions.failOpen((any, verdict) -> { }));
    private final HookPoint<Parcel> send = tables.declare("SEND", Parcel.class, PointOptions.failClosed());

    @Test
    void subjectIsFollowedThroughEveryPoint() {
        tables.ownedBy("address").at("ACCEPT", Parcel.class).attach(-5, "correct", parcel -> {
            timer.pass(Duration.ofMillis(3));
            parcel.label = "Ada, London";
            return Verdict.ACCEPT;
        });
        accept.attach(0, "weigh", any -> Verdict.ACCEPT);
        send.attach(0, "refuse", any -> Verdict.drop("no stamps"));
        send.attach(1, "never", any -> Verdict.ACCEPT);
        Parcel parcel = new Parcel("Ada");
        List<Journey> ways = explain(parcel);
        assertThat(ways).extracting(Journey::toText).containsExactly("""
                ACCEPT: Ada passes
                      -5  address/correct  ACCEPT  3000 µs  → Ada, London
                       0  host/weigh  ACCEPT  0 µs
                """, """
                SEND: Ada, London DROP(no stamps)
                       0  host/refuse  DROP(no stamps)  0 µs
                """);
        assertThat(depot.sent).isEmpty();
        assertThat(send.handlers().get(0).dropped()).isEqualTo(1);
    }

    @Test
    void faultIsAStep() {
        accept.attach(0, "broken", any -> {
            throw new IllegalStateException("torn");
        });
        try (LogCapture log = new LogCapture()) {
            List<Journey> ways = explain(new Parcel("Ada"));
            assertThat(ways).singleElement().satisfies(way -> {
                assertThat(way.end()).isEqualTo("passes");
                assertThat(way.steps().get(0).outcome()).isEqualTo("java.lang.IllegalStateException: torn");
            });
            assertThat(log.events()).hasSize(1);
        }
    }

    @Test
    void heldSubjectIsFollowedWhereItGoesOn() {
        Verdict steal = Verdict.stolen(Parcel.class, Held::resume);
        accept.attach(0, "thief", any -> steal);
        accept.attach(1, "behind", any -> Verdict.ACCEPT);
        List<Journey> ways = explain(new Parcel("Ada"));
        assertThat(ways).extracting(Journey::end).containsExactly("STOLEN", "passes");
        assertThat(ways.get(1).steps()).extracting(Journey.Step::handler).containsExactly("behind");
        assertThat(depot.sent).containsExactly("Ada");
    }

    @Test
    void generatedChainsAreBackAndCountsWereKept() {
        accept.attach(0, "weigh", any -> Verdict.ACCEPT);
        depot.accept(new Parcel("Ada"));
        Dispatcher before = Objects.requireNonNull(tables.slot("ACCEPT", Parcel.class, "test").dispatcher());
        assertThat(explain(new Parcel("Bob"))).hasSize(1);
        Dispatcher after = Objects.requireNonNull(tables.slot("ACCEPT", Parcel.class, "test").dispatcher());
        assertThat(after.getClass().isHidden()).isEqualTo(before.getClass().isHidden()).isTrue();
        assertThat(accept.handlers().get(0).accepted()).isEqualTo(2);
    }

    @Test
    void nextMatchingSubjectsAreToldUntilThereWereEnough() {
        accept.attach(0, "weigh", any -> Verdict.ACCEPT);
        List<String> told = new ArrayList<>();
        tables.explainNext(2, parcel -> ((Parcel) parcel).label().startsWith("A"), parcel -> ((Parcel) parcel).label(), way -> told.add(way.subject()));
        assertThat(explain(new Parcel("Zoe"))).as("and others may ask meanwhile").hasSize(1);
        for (String label : List.of("Ada", "Bob", "Ann", "Abe")) {
            depot.accept(new Parcel(label));
        }
        assertThat(told).containsExactly("Ada", "Ann");
        timer.pass(Duration.ZERO);
        assertThat(Objects.requireNonNull(tables.slot("ACCEPT", Parcel.class, "test").dispatcher()).getClass().isHidden()).isTrue();
        assertThat(depot.sent).hasSize(5);
    }

    @Test
    void failingHostFunctionsStopNobody() {
        accept.attach(0, "weigh", any -> Verdict.ACCEPT);
        try (LogCapture log = new LogCapture()) {
            tables.explainNext(1, any -> true, any -> {
                throw new IllegalStateException("illegible");
            }, way -> {
                throw new IllegalStateException(way.subject());
            });
            depot.accept(new Parcel("Ada"));
            assertThat(log.events().get(0).getThrowableProxy().getMessage()).isEqualTo("(no description: java.lang.IllegalStateException: illegible)");
        }
        assertThat(depot.sent).containsExactly("Ada");
    }

    @Test
    void eachRepeatIsAStepAndTheHandlerIsAskedNoMoreOftenThanEver() {
        List<String> asked = new ArrayList<>();
        accept.attach(0, "again", parcel -> {
            asked.add(parcel.label());
            return asked.size() < 3 ? Verdict.REPEAT : Verdict.ACCEPT;
        });
        accept.attach(1, "endless", any -> Verdict.REPEAT);
        try (LogCapture log = new LogCapture()) {
            List<Journey.Step> steps = explain(new Parcel("Ada")).get(0).steps();
            assertThat(steps.subList(0, 4)).extracting(Journey.Step::outcome).containsExactly("REPEAT", "REPEAT", "ACCEPT", "REPEAT");
            assertThat(steps).hasSize(3 + 1 + Verdict.MAX_REPEATS);
            assertThat(log.events()).hasSize(1);
        }
        assertThat(asked).hasSize(3);
        assertThat(accept.handlers().get(0).accepted()).isEqualTo(1);
        assertThat(accept.handlers().get(1).faults()).isEqualTo(1);
    }

    private List<Journey> explain(Parcel parcel) {
        return tables.explain(parcel, any -> ((Parcel) any).label(), () -> depot.accept(parcel));
    }
}
