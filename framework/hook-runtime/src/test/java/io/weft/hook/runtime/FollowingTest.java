package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Held;
import io.weft.hook.HookPoint;
import io.weft.hook.HookQueue;
import io.weft.hook.HookSite;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueOptions;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Subjects are followed on their real way, and it stays the way that it is.
class FollowingTest {

    /// A subject that a handler may stamp.
    private static final class Parcel {
        private boolean stamped;
        private int passed;
    }

    /// Writes down what it is told, of stamped parcels only.
    private static final class Diary implements Following {
        private final List<String> lines = new ArrayList<>();
        private final boolean late;

        Diary(boolean late) {
            this.late = late;
        }

        @Override
        public boolean wants(String point, Object subject) {
            return ((Parcel) subject).stamped;
        }

        @Override
        public boolean mayWantLater(String point) {
            return late;
        }

        @Override
        public Way enter(String point, Object subject) {
            lines.add(point);
            return new Way() {
                @Override
                public void turn(Turn turn, @Nullable Object of) {
                    lines.add(turn.handler() + " " + turn.outcome() + (of == null ? " gone" : ""));
                }

                @Override
                public void leave(@Nullable Stop stop) {
                    lines.add(stop == null ? "passes" : "stopped by " + stop.handler());
                }
            };
        }

        @Override
        public Way enterLate(String point, Object subject, List<String> before) {
            return enter(point + " after " + before, subject);
        }
    }

    private final HandTimer timer = new HandTimer();
    private final HookTables tables = new HookTables(timer);
    private final HookPoint<Parcel> point = tables.declare("SORT", Parcel.class, PointOptions.failClosed());
    private final HookSite<Parcel> site = tables.site("SORT", Parcel.class);

    @Test
    void subjectIsFollowedFromTheTurnThatMadeItWanted() throws Exception {
        point.attach(0, "weigh", any -> Verdict.ACCEPT);
        point.attach(1, "stamp", parcel -> {
            parcel.stamped = true;
            return Verdict.ACCEPT;
        });
        point.attach(2, "refuse", any -> Verdict.DROP);
        Diary diary = new Diary(true);
        Diary early = new Diary(false);
        try (AutoCloseable first = tables.follow(diary); AutoCloseable second = tables.follow(early)) {
            send(new Parcel());
        }
        send(new Parcel());
        assertThat(diary.lines).containsExactly("SORT after [host/weigh]", "stamp ACCEPT", "refuse DROP", "stopped by refuse");
        assertThat(early.lines).as("one that wants nobody later is not asked again").isEmpty();
        assertThat(point.handlers()).extracting(handler -> handler.accepted() + handler.dropped()).containsExactly(2L, 2L, 2L);
    }

    @Test
    void queuedSubjectGoesOnBeingFollowed() throws Exception {
        point.attach(0, "wait", any -> Verdict.queue("later"));
        point.attach(1, "behind", any -> Verdict.ACCEPT);
        Diary diary = new Diary(false);
        Parcel parcel = new Parcel();
        parcel.stamped = true;
        try (HookQueue<Parcel> queue = tables.queue("later", Parcel.class, QueueOptions.of(1, Duration.ofMinutes(1)));
                AutoCloseable following = tables.follow(diary)) {
            send(parcel);
            Held<Parcel> held = Objects.requireNonNull(queue.poll());
            assertThat(parcel.passed).isZero();
            held.resume();
        }
        assertThat(diary.lines).containsExactly("SORT", "wait QUEUE", "stopped by wait", "SORT", "behind ACCEPT", "passes");
        assertThat(parcel.passed).isEqualTo(1);
    }

    @Test
    void stolenSubjectIsNotLookedAt() throws Exception {
        point.attach(0, "thief", any -> Verdict.STOLEN);
        Diary diary = new Diary(true);
        Parcel parcel = new Parcel();
        parcel.stamped = true;
        try (AutoCloseable following = tables.follow(diary)) {
            send(parcel);
        }
        assertThat(diary.lines).containsExactly("SORT", "thief STOLEN gone", "stopped by thief");
    }

    @Test
    void chainThatChangesMeanwhileIsFollowedToo() throws Exception {
        Diary diary = new Diary(false);
        Parcel parcel = new Parcel();
        parcel.stamped = true;
        try (AutoCloseable following = tables.follow(diary)) {
            send(parcel);
            point.attach(0, "new", any -> Verdict.ACCEPT);
            send(parcel);
        }
        assertThat(diary.lines).containsExactly("SORT", "new ACCEPT", "passes");
        assertThat(Objects.requireNonNull(tables.slot("SORT", Parcel.class, "test").dispatcher()).getClass().isHidden()).isTrue();
    }

    @Test
    void followerThatFailsStopsNobody() throws Exception {
        point.attach(0, "weigh", any -> Verdict.ACCEPT);
        Parcel parcel = new Parcel();
        Following torn = new Following() {
            @Override
            public boolean wants(String name, Object subject) {
                throw new IllegalStateException("torn");
            }

            @Override
            public Way enter(String name, Object subject) {
                throw new IllegalStateException("never asked");
            }
        };
        try (LogCapture log = new LogCapture(); AutoCloseable following = tables.follow(torn)) {
            send(parcel);
            assertThat(log.events()).isNotEmpty().allMatch(event -> event.getThrowableProxy().getMessage().equals("torn"));
        }
        assertThat(parcel.passed).isEqualTo(1);
    }

    private void send(Parcel parcel) {
        site.pass(parcel, each -> each.passed++);
    }
}
