package io.weft.hook.runtime;

import io.weft.hook.PointOptions.FaultPolicy;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The handlers of one point in their order, between two changes, and who is inside them.
///
/// The generated dispatcher calls the handlers; everything else that concerns a subject on its way is here.
final class Chain {

    /// Threads beyond this number share a lane.
    private static final int LANES = 16;

    private final Point<?> point;
    private final Attachment[] handlers;
    /// The lane of the first thread that comes, in most hosts the only one. The dispatcher has it as a constant.
    private final Lane first;
    private final Lane shared;
    /// All lanes: the first, the shared one, and those of further threads.
    private volatile Lane[] lanes;
    private boolean retired;

    Chain(Point<?> point, List<Attachment> handlers) {
        this.point = point;
        this.handlers = handlers.toArray(Attachment[]::new);
        this.first = new Lane(this.handlers.length, false);
        this.shared = new Lane(this.handlers.length, true);
        this.lanes = new Lane[] {first, shared};
    }

    List<Attachment> handlers() {
        return List.of(handlers);
    }

    Lane first() {
        return first;
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
                case STOLEN -> stop(lane, handler, Lane.Outcome.STOLEN, verdict, subject);
            };
        }
        Throwable fault = outcome == null ? new NullPointerException("the handler answered null instead of a verdict") : (Throwable) outcome;
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
        Lane lane = new Lane(handlers.length, false);
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
            long failed = lane.counted(index, Lane.Outcome.FAILED_OPEN) + lane.counted(index, Lane.Outcome.FAILED_CLOSED);
            // before the handler's own turn: those who were stopped earlier never came to it
            long before = 0;
            for (int i = 0; i < index; i++) {
                before += stopped(lane, i);
            }
            // read last, so that nobody counts as accepted who is about to be counted as stopped
            long accepted = lane.exited() - before - dropped - stolen - failed;
            sum.add(Math.max(0, accepted), dropped, stolen, failed);
        }
    }

    private static long stopped(Lane lane, int handler) {
        return lane.counted(handler, Lane.Outcome.DROPPED)
                + lane.counted(handler, Lane.Outcome.STOLEN)
                + lane.counted(handler, Lane.Outcome.FAILED_CLOSED);
    }
}
