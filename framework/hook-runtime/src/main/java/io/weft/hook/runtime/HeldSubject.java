package io.weft.hook.runtime;

import io.weft.hook.Held;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Stop;
import io.weft.hook.spi.Suspension;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subject that a handler stole or queued, from its stop to its end.
///
/// It ends when two things are known, in whatever order: the decision, and the room behind the point. A queued one waits besides until
/// those before it in the queue have ended.
final class HeldSubject implements Held<Object>, Suspension {

    private static final Logger LOG = LoggerFactory.getLogger(HeldSubject.class);
    private static final Verdict ANSWERED = Verdict.drop("the method's caller was answered while a handler kept the subject");
    private static final Verdict REJECTED = Verdict.drop("the executor that resumes subjects rejected it");

    private final Point<?> point;
    /// Those of the chain where it was stopped. Not the chain itself: it would keep the classes of handlers that are long unloaded.
    private final Rank[] ranks;
    private final int handler;
    private final Object subject;
    private final @Nullable SubjectQueue<?> queue;
    /// Set once. The rest is guarded by this.
    private volatile @Nullable Verdict decision;
    private @Nullable Runnable room;
    private boolean left;
    private boolean timedOut;
    /// The handler that has it, until it is abandoned or at its end.
    private @Nullable Attachment keeper;

    /// @param keeper the handler that stopped it
    /// @param ranks of the chain where it was stopped
    /// @param handler the place of the handler there
    /// @param queue null for a stolen subject
    HeldSubject(Attachment keeper, Rank[] ranks, int handler, Object subject, @Nullable SubjectQueue<?> queue) {
        this.keeper = keeper;
        this.point = keeper.point();
        this.ranks = ranks;
        this.handler = handler;
        this.subject = subject;
        this.queue = queue;
    }

    @Override
    public Object subject() {
        return subject;
    }

    @Override
    public String point() {
        return point.name();
    }

    /// The rank of the handler that stopped it.
    Rank rank() {
        return ranks[handler];
    }

    /// Whether a handler of this rank stood before the one that stopped it.
    boolean hasMet(Rank other) {
        for (int i = 0; i < handler; i++) {
            if (ranks[i] == other) {
                return true;
            }
        }
        return false;
    }

    boolean isQueued() {
        return queue != null;
    }

    /// Has another handler keep it from now on, unless it is at its end.
    ///
    /// @param next null when no handler has a say in it any more
    void moveTo(@Nullable Attachment next) {
        Attachment before;
        synchronized (this) {
            before = keeper;
            if (before == null) {
                return;
            }
            keeper = next;
        }
        before.forget(this);
        if (next == null) {
            return;
        }
        next.keep(this);
        synchronized (this) {
            if (keeper == next) {
                return;
            }
        }
        // it has moved on, or ended, in the meantime
        next.forget(this);
    }

    @Nullable Verdict decision() {
        return decision;
    }

    boolean timedOut() {
        return timedOut;
    }

    @Override
    public boolean decide(Verdict verdict) {
        if (verdict.kind() != Verdict.Kind.ACCEPT && verdict.kind() != Verdict.Kind.DROP) {
            throw new IllegalArgumentException("a subject that waits is accepted or dropped; " + verdict + " is no end of its wait");
        }
        return decide(verdict, false);
    }

    /// Decides in the place of somebody who did not in time.
    void timeOut(Verdict verdict) {
        decide(verdict, true);
    }

    private boolean decide(Verdict verdict, boolean late) {
        boolean ends;
        synchronized (this) {
            if (decision != null) {
                return false;
            }
            timedOut = late;
            decision = verdict;
            ends = left;
        }
        if (queue != null) {
            queue.release();
        } else if (ends) {
            end();
        }
        return true;
    }

    /// Takes a subject back that nobody has been told the room of.
    ///
    /// @return false when somebody has decided about it
    synchronized boolean cancel() {
        if (decision != null) {
            return false;
        }
        decision = Verdict.STOLEN;
        return true;
    }

    @Override
    public void leave(@Nullable Runnable roomBehind) {
        boolean ends;
        synchronized (this) {
            room = roomBehind;
            left = true;
            ends = decision != null;
        }
        if (queue != null) {
            queue.add(this);
        } else if (ends) {
            end();
        }
    }

    /// Does what was decided. Called once, when everything that it needs is known. Never throws what host code throws.
    void end() {
        moveTo(null);
        Executor executor = point.options().resumeOn();
        if (executor == null) {
            goOn();
            return;
        }
        try {
            executor.execute(this::goOn);
        } catch (RejectedExecutionException e) {
            disposeOf(REJECTED);
        }
    }

    private void goOn() {
        Verdict decided = decision;
        if (decided == null || decided.kind() == Verdict.Kind.DROP) {
            disposeOf(decided == null ? Verdict.DROP : decided);
        } else if (room == null) {
            disposeOf(ANSWERED);
        } else {
            passOn(room);
        }
    }

    private void passOn(Runnable roomBehind) {
        try {
            Stop stop = point.resume(this);
            if (stop == null) {
                roomBehind.run();
            } else if (stop.suspension() != null) {
                stop.suspension().leave(roomBehind);
            }
        } catch (Throwable e) {
            report("after a subject had been resumed at hook point {}, the host failed", e);
        }
    }

    private void disposeOf(Verdict verdict) {
        try {
            point.disposeOf(subject, verdict);
        } catch (Throwable e) {
            report("the host failed to dispose of a subject that had waited at hook point {}", e);
        }
    }

    /// The thread is a plugin's as often as not, and what the host throws is none of its business.
    private void report(String what, Throwable e) {
        if (e instanceof VirtualMachineError dying && !(e instanceof StackOverflowError)) {
            throw dying;
        }
        LOG.error(what, point(), e);
    }
}
