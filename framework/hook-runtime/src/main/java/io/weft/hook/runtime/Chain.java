package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.Held;
import io.weft.hook.PointOptions.FaultPolicy;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The handlers of one point in their order, between two changes, and who is inside them.
///
/// The generated dispatcher calls the handlers; everything else that concerns a subject on its way is here.
final class Chain {

    static final String ANSWERED_NULL = "the handler answered null instead of a verdict";
    static final String REPEATED = "the handler answered REPEAT more than " + Verdict.MAX_REPEATS + " times on end";

    /// Threads beyond this number share a lane.
    private static final int LANES = 16;

    private final Point<?> point;
    private final Attachment[] handlers;
    private final Rank[] ranks;
    /// Who has their turns.
    private final Handler<?>[] standing;
    /// The lane of the first thread that comes, in most hosts the only one. The dispatcher has it as a constant.
    private final Lane first;
    private final Lane shared;
    /// All lanes: the first, the shared one, and those of further threads.
    private volatile Lane[] lanes;
    private boolean retired;

    Chain(Point<?> point, List<Attachment> handlers) {
        this.point = point;
        this.handlers = handlers.toArray(Attachment[]::new);
        this.ranks = handlers.stream().map(Attachment::rank).toArray(Rank[]::new);
        this.standing = handlers.stream().map(Attachment::standing).toArray(Handler<?>[]::new);
        this.first = new Lane(this.handlers.length, false, isWatched());
        this.shared = new Lane(this.handlers.length, true, isWatched());
        this.lanes = new Lane[] {first, shared};
    }

    Point<?> point() {
        return point;
    }

    Attachment attachment(int handler) {
        return handlers[handler];
    }

    List<Attachment> handlers() {
        return List.of(handlers);
    }

    List<Handler<?>> standing() {
        return List.of(standing);
    }

    Lane first() {
        return first;
    }

    /// Whether one subject in many is timed.
    boolean isWatched() {
        return point.options().budget() != null;
    }

    // Called by the dispatcher

    /// Goes in by the caller's lane.
    ///
    /// @return the lane to leave by, or null when another chain has taken the place of this one: the caller is not inside then
    @Nullable Lane enter() {
        Lane lane = laneOf(Thread.currentThread());
        return lane.enter() ? lane : null;
    }

    /// Takes a subject that came too late through the chain that is in place now.
    @Nullable Stop again(Object subject) {
        Dispatcher now = point.slot().dispatcher();
        return now == null ? null : now.dispatch(subject);
    }

    /// Acts upon what a handler came to, if it did not accept.
    ///
    /// @param outcome a verdict, a throwable, or null
    /// @return null when the subject goes on; otherwise the thread has left the chain
    @Nullable Stop decide(Lane lane, int handler, @Nullable Object outcome, Object subject) {
        if (outcome instanceof Verdict verdict) {
            return switch (verdict.kind()) {
                case ACCEPT -> null;
                case DROP -> stop(lane, handler, Lane.Outcome.DROPPED, verdict, subject);
                case STOLEN -> steal(lane, handler, verdict, subject);
                case QUEUE -> queue(lane, handler, verdict, subject);
                case REPEAT -> repeat(lane, handler, subject);
            };
        }
        Throwable fault = outcome == null ? new NullPointerException(ANSWERED_NULL) : (Throwable) outcome;
        return fault(lane, handler, fault, subject);
    }

    private @Nullable Stop fault(Lane lane, int handler, Throwable fault, Object subject) {
        if (fault instanceof VirtualMachineError dying && !(fault instanceof StackOverflowError)) {
            lane.count(handler, Lane.Outcome.FAILED_CLOSED);
            lane.exit();
            throw dying;
        }
        boolean goesOn = point.options().faultPolicy() == FaultPolicy.FAIL_OPEN;
        handlers[handler].blame(fault, goesOn);
        if (goesOn) {
            lane.count(handler, Lane.Outcome.FAILED_OPEN);
            return null;
        }
        return stop(lane, handler, Lane.Outcome.FAILED_CLOSED, Verdict.DROP, subject);
    }

    private Stop stop(Lane lane, int handler, Lane.Outcome outcome, Verdict verdict, Object subject) {
        lane.count(handler, outcome);
        // what follows is the host's code, and no plugin is unloaded any later for it
        lane.exit();
        if (outcome != Lane.Outcome.STOLEN) {
            point.disposeOf(subject, verdict);
        }
        return handlers[handler].stop(verdict);
    }

    private @Nullable Stop repeat(Lane lane, int handler, Object subject) {
        for (int repeats = 0; repeats < Verdict.MAX_REPEATS; repeats++) {
            Object outcome = turn(handler, subject);
            if (outcome != Verdict.REPEAT) {
                return decide(lane, handler, outcome, subject);
            }
        }
        return fault(lane, handler, new IllegalStateException(REPEATED), subject);
    }

    private @Nullable Stop steal(Lane lane, int handler, Verdict verdict, Object subject) {
        Verdict.Theft<?> theft = verdict.theft();
        if (theft == null) {
            return stop(lane, handler, Lane.Outcome.STOLEN, verdict, subject);
        }
        if (!theft.subject().isInstance(subject)) {
            return fault(lane, handler, wrongSubject("the handler steals", theft.subject(), subject), subject);
        }
        HeldSubject held = new HeldSubject(handlers[handler], ranks, handler, subject, null);
        handlers[handler].keep(held);
        try {
            give(theft, held);
        } catch (Throwable e) {
            if (held.cancel()) {
                held.moveTo(null);
                return fault(lane, handler, e, subject);
            }
            // decided already, so the subject takes that way; what was thrown after it is said nevertheless
            handlers[handler].blame(e, held.decision() == Verdict.ACCEPT);
        }
        return suspend(lane, handler, Lane.Outcome.STOLEN, verdict, held);
    }

    @SuppressWarnings("unchecked")
    private static <S> void give(Verdict.Theft<S> theft, HeldSubject held) {
        theft.thief().accept((Held<S>) (Held<?>) held);
    }

    private @Nullable Stop queue(Lane lane, int handler, Verdict verdict, Object subject) {
        String name = Objects.requireNonNull(verdict.queue());
        SubjectQueue<?> queue = point.tables().queues().find(name);
        if (queue != null && !queue.takes(subject)) {
            return fault(lane, handler, wrongSubject("queue " + name + " takes", queue.subjectType(), subject), subject);
        }
        SubjectQueue.Entrance entrance = queue == null ? SubjectQueue.Entrance.CLOSED : queue.reserve();
        return switch (entrance) {
            case OPEN -> {
                HeldSubject held = new HeldSubject(handlers[handler], ranks, handler, subject, queue);
                handlers[handler].keep(held);
                yield suspend(lane, handler, Lane.Outcome.QUEUED, verdict, held);
            }
            case FULL -> decide(lane, handler, queue.onOverflow(), subject);
            case CLOSED -> decide(lane, handler, verdict.bypass() ? Verdict.ACCEPT : point.tables().queues().missing(name), subject);
        };
    }

    private static ClassCastException wrongSubject(String who, Class<?> wanted, Object subject) {
        return new ClassCastException(who + " a " + wanted.getName() + ", but the subject is a " + subject.getClass().getName());
    }

    private Stop suspend(Lane lane, int handler, Lane.Outcome outcome, Verdict verdict, HeldSubject held) {
        lane.count(handler, outcome);
        lane.exit();
        return handlers[handler].stop(verdict, held);
    }

    /// Takes a subject that was held through the handlers behind the one that held it. The caller is inside, and has left when this
    /// returns.
    @Nullable Stop resume(Lane lane, HeldSubject held) {
        int next = placeBehind(held);
        if (next > 0) {
            lane.count(next - 1, Lane.Outcome.PASSED_BY);
        }
        return walk(lane, next, held.subject());
    }

    /// Takes a subject through the handlers from one on. The caller is inside, and has left when this returns.
    @Nullable Stop walk(Lane lane, int from, Object subject) {
        Following[] followings = point.tables().followings();
        if (followings.length > 0 && FollowedSubject.isWanted(followings, this, subject)) {
            return followed(lane, from, subject, new FollowedSubject(this, followings, subject));
        }
        for (int handler = from; handler < handlers.length; handler++) {
            Object outcome = turn(handler, subject);
            Stop stop = outcome == Verdict.ACCEPT ? null : decide(lane, handler, outcome, subject);
            if (stop != null) {
                return stop;
            }
        }
        lane.exit();
        return null;
    }

    private @Nullable Stop followed(Lane lane, int from, Object subject, FollowedSubject told) {
        for (int handler = from; handler < handlers.length; handler++) {
            Object outcome = followedTurn(from, handler, subject, told);
            int repeats = 0;
            for (; outcome == Verdict.REPEAT && repeats < Verdict.MAX_REPEATS; repeats++) {
                outcome = followedTurn(from, handler, subject, told);
            }
            Stop stop = outcome == Verdict.ACCEPT ? null
                    : outcome == Verdict.REPEAT ? fault(lane, handler, new IllegalStateException(REPEATED), subject)
                    : decide(lane, handler, outcome, subject);
            if (stop != null) {
                told.leave(stop);
                return stop;
            }
        }
        lane.exit();
        told.leave(null);
        return null;
    }

    private @Nullable Object followedTurn(int from, int handler, Object subject, FollowedSubject told) {
        Timer timer = point.tables().timer();
        long beganNs = timer.nowNs();
        Object outcome = turn(handler, subject);
        told.turn(from, handler, outcome, timer.nowNs() - beganNs, subject);
        return outcome;
    }

    /// Takes a subject through all handlers and measures their turns. The caller is inside, and has left when this returns.
    @Nullable Stop timed(Lane lane, Object subject) {
        Duration budget = Objects.requireNonNull(point.options().budget());
        Timer timer = point.tables().timer();
        long beganNs = timer.nowNs();
        for (int handler = 0; handler < handlers.length; handler++) {
            Object outcome = turn(handler, subject);
            long nowNs = timer.nowNs();
            handlers[handler].took(nowNs - beganNs, nowNs, budget);
            beganNs = nowNs;
            if (outcome != Verdict.ACCEPT) {
                Stop stop = decide(lane, handler, outcome, subject);
                if (stop != null) {
                    return stop;
                }
                // what was done about a fault is not the next handler's time
                beganNs = timer.nowNs();
            }
        }
        lane.exit();
        return null;
    }

    /// Where a subject goes on that was held in this chain or in an older one: behind its holder or who has taken its rank, or, where that is
    /// gone, behind those who stood before it and behind all lower priorities.
    private int placeBehind(HeldSubject held) {
        int place = 0;
        for (int i = 0; i < ranks.length; i++) {
            if (ranks[i] == held.rank()) {
                return i + 1;
            }
            if (ranks[i].priority() < held.rank().priority() || held.hasMet(ranks[i])) {
                place = i + 1;
            }
        }
        return place;
    }

    /// @return what a handler came to: a verdict, a throwable, or null
    @SuppressWarnings("unchecked")
    private @Nullable Object turn(int handler, Object subject) {
        try {
            return ((Handler<Object>) standing[handler]).handle(subject);
        } catch (Throwable e) {
            return e;
        }
    }

    private Lane laneOf(Thread thread) {
        for (Lane lane : lanes) {
            if (lane.belongsTo(thread)) {
                return lane;
            }
        }
        return claim(thread);
    }

    private synchronized Lane claim(Thread thread) {
        for (Lane lane : lanes) {
            if (lane.isFree()) {
                lane.giveTo(thread);
                return lane;
            }
        }
        if (retired || lanes.length > LANES) {
            return shared;
        }
        Lane lane = new Lane(handlers.length, false, isWatched());
        lane.giveTo(thread);
        Lane[] more = Arrays.copyOf(lanes, lanes.length + 1);
        more[lanes.length] = lane;
        lanes = more;
        return lane;
    }

    // Called by the tables

    /// Threads that come from now on turn back; those inside finish.
    synchronized void retire() {
        retired = true;
        for (Lane lane : lanes) {
            lane.retire();
        }
    }

    synchronized void forgetDeadThreads() {
        for (Lane lane : lanes) {
            lane.freeIfOwnerDied();
        }
    }

    /// Whether no thread is inside.
    ///
    /// @param except its own presence does not count
    boolean isEmpty(@Nullable Thread except) {
        for (Lane lane : lanes) {
            if (!lane.isEmpty() && (except == null || !lane.belongsTo(except))) {
                return false;
            }
        }
        return true;
    }

    /// Adds to `sum` what a handler did in this chain.
    void addTo(Counts sum, Attachment handler) {
        int index = Arrays.asList(handlers).indexOf(handler);
        if (index < 0) {
            return;
        }
        for (Lane lane : lanes) {
            long dropped = lane.counted(index, Lane.Outcome.DROPPED);
            long stolen = lane.counted(index, Lane.Outcome.STOLEN);
            long queued = lane.counted(index, Lane.Outcome.QUEUED);
            long failed = lane.counted(index, Lane.Outcome.FAILED_OPEN) + lane.counted(index, Lane.Outcome.FAILED_CLOSED);
            // those who were stopped earlier, or came in behind it, never had it before them
            long before = 0;
            for (int i = 0; i < index; i++) {
                before += stopped(lane, i);
            }
            for (int i = index; i < handlers.length; i++) {
                before += lane.counted(i, Lane.Outcome.PASSED_BY);
            }
            // read last, so that nobody counts as accepted who is about to be counted as stopped
            long accepted = lane.exited() - before - dropped - stolen - queued - failed;
            sum.add(Math.max(0, accepted), dropped, stolen, queued, failed);
        }
    }

    private static long stopped(Lane lane, int handler) {
        return lane.counted(handler, Lane.Outcome.DROPPED)
                + lane.counted(handler, Lane.Outcome.STOLEN)
                + lane.counted(handler, Lane.Outcome.QUEUED)
                + lane.counted(handler, Lane.Outcome.FAILED_CLOSED);
    }
}
