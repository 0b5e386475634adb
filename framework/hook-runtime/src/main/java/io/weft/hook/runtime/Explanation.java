package io.weft.hook.runtime;

import io.weft.hook.Verdict;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows subjects on their real way while it is in force; chains that are explained are made for that and give way to others after.
///
/// What the host gave, to choose, to describe and to be told, may fail: that is logged, and the subject goes its way.
final class Explanation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Explanation.class);

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

    /// A dispatcher for a chain in the place of a generated one.
    Dispatcher dispatcher(Chain chain) {
        return new Dispatcher() {
            @Override
            public @Nullable Stop dispatch(Object subject) {
                Lane lane = chain.enter();
                return lane == null ? chain.again(subject) : chain.walk(lane, 0, subject);
            }
        };
    }

    /// Begins to follow a subject, if it is one to be followed.
    @Nullable Way way(Chain chain, Object subject) {
        if (left.get() <= 0 || !matches(subject)) {
            return null;
        }
        int before = left.getAndDecrement();
        if (before == 1) {
            tables.timer().after(0, this::close);
        }
        return before > 0 ? new Way(chain, subject) : null;
    }

    private boolean matches(Object subject) {
        try {
            return which.test(subject);
        } catch (RuntimeException e) {
            LOG.error("subjects cannot be chosen for explanation", e);
            return false;
        }
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
        tables.stopExplaining(this);
    }

    /// One subject's way through one chain.
    final class Way {

        private final Chain chain;
        private final String before;
        private final List<Journey.Step> steps = new ArrayList<>();
        private String last;

        private Way(Chain chain, Object subject) {
            this.chain = chain;
            this.before = describe(subject);
            this.last = before;
        }

        /// Notes a turn. A subject that was stolen is not looked at any more: it is another's.
        void turn(int handler, @Nullable Object outcome, long tookNs, Object subject) {
            Attachment attachment = chain.attachment(handler);
            Verdict verdict = outcome instanceof Verdict given ? given : null;
            String now = verdict != null && verdict.kind() == Verdict.Kind.STOLEN ? last : describe(subject);
            String change = now.equals(last) ? null : now;
            last = now;
            String came = verdict == null ? String.valueOf(outcome == null ? Chain.ANSWERED_NULL : outcome) : verdict.kind().name();
            String reason = verdict == null ? null : verdict.queue() == null ? verdict.reason() : verdict.queue();
            steps.add(new Journey.Step(attachment.owner(), attachment.name(), attachment.priority(), came, reason, Duration.ofNanos(tookNs), change));
        }

        /// Tells what was seen. The caller has left the chain.
        void end(@Nullable Stop stop) {
            try {
                told.accept(new Journey(chain.point().name(), before, steps, stop == null ? "passes" : stop.verdict().toString()));
            } catch (RuntimeException e) {
                LOG.error("a subject's way could not be told", e);
            }
        }
    }
}
