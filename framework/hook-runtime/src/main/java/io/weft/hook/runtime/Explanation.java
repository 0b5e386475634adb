package io.weft.hook.runtime;

import io.weft.hook.spi.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells of some subjects in words, as {@link Journey}s, until there were enough.
///
/// What the host gave, to choose, to describe and to be told, may fail: that is logged, and the subject goes its way.
final class Explanation implements Following, AutoCloseable {

    private final HookTables tables;
    private final AtomicInteger left;
    private final Predicate<Object> which;
    private final Function<Object, String> description;
    private final Consumer<Journey> told;

    Explanation(HookTables tables, int journeys, Predicate<Object> which, Function<Object, String> description, Consumer<Journey> told) {
        this.tables = tables;
        this.left = new AtomicInteger(journeys);
        this.which = which;
        this.description = description;
        this.told = told;
    }

    @Override
    public boolean wants(String point, Object subject) {
        return left.get() > 0 && which.test(subject);
    }

    @Override
    public @Nullable Way enter(String point, Object subject) {
        int before = left.getAndDecrement();
        if (before == 1) {
            tables.timer().after(0, this::close);
        }
        return before > 0 ? new Description(point, subject) : null;
    }

    private String describe(Object subject) {
        try {
            return description.apply(subject);
        } catch (RuntimeException e) {
            return "(no description: " + e + ")";
        }
    }

    @Override
    public void close() {
        tables.unfollow(this);
    }

    /// One subject's way through one chain, in words.
    private final class Description implements Way {

        private final String point;
        private final String before;
        private final List<Journey.Step> steps = new ArrayList<>();
        private String last;

        private Description(String point, Object subject) {
            this.point = point;
            this.before = describe(subject);
            this.last = before;
        }

        @Override
        public void turn(Turn turn, @Nullable Object subject) {
            String now = subject == null ? last : describe(subject);
            String change = now.equals(last) ? null : now;
            last = now;
            steps.add(new Journey.Step(turn.plugin(), turn.handler(), turn.priority(), turn.outcome(), turn.reason(), turn.took(), change));
        }

        @Override
        public void leave(@Nullable Stop stop) {
            told.accept(new Journey(point, before, steps, stop == null ? "passes" : stop.verdict().toString()));
        }
    }
}
