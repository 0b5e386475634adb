package io.weft.hook.runtime;

import io.weft.hook.Held;
import io.weft.hook.HookQueue;
import io.weft.hook.QueueInfo;
import io.weft.hook.QueueOptions;
import io.weft.hook.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An open queue: who is in it, who has been taken, and whose time is up.
///
/// A subject has three steps: a place is reserved inside the chain, it joins the line when its thread has left the chain, and it is
/// released from the head of the line when it is decided. One thread at a time releases, so that the order holds.
final class SubjectQueue<S> implements HookQueue<S> {

    /// What a handler's subject meets at the entrance.
    enum Entrance { OPEN, FULL, CLOSED }

    private static final long TIMER_IDLE_MS = 1_000;

    private record Place(HeldSubject held, long deadlineNs) { }

    private final OpenQueues queues;
    private final String name;
    private final Class<S> subjectType;
    private final QueueOptions options;
    private final ScheduledThreadPoolExecutor timer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    // guarded by the lock
    private final Deque<Place> line = new ArrayDeque<>();
    /// The end of the line that nobody has taken.
    private final Deque<HeldSubject> untaken = new ArrayDeque<>();
    private int reserved;
    private boolean releasing;
    private boolean timing;
    private boolean closed;
    /// Who has taken over those inside. Threads that come here yet are sent there.
    private @Nullable SubjectQueue<?> successor;
    private long accepted;
    private long dropped;
    private long timedOut;
    private long overflowed;

    SubjectQueue(OpenQueues queues, String name, Class<S> subjectType, QueueOptions options) {
        this.queues = queues;
        this.name = name;
        this.subjectType = subjectType;
        this.options = options;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, "hook-queue-" + name, 0, false);
            thread.setDaemon(true);
            // the thread that makes this one may be a plugin's
            thread.setContextClassLoader(SubjectQueue.class.getClassLoader());
            return thread;
        });
        timer.setKeepAliveTime(TIMER_IDLE_MS, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public String name() {
        return name;
    }

    Class<S> subjectType() {
        return subjectType;
    }

    boolean takes(Object subject) {
        return subjectType.isInstance(subject);
    }

    Verdict onOverflow() {
        return options.onOverflow();
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Whether this queue can have those who are inside another.
    boolean canSucceed(SubjectQueue<?> other) {
        return subjectType.isAssignableFrom(other.subjectType);
    }

    /// Takes over those inside a queue that leaves, in their order and with the time that they have left. Also those that its workers had
    /// taken and not decided: they may take them again here. What comes late to the queue that leaves is sent here. Locks are taken from the older queue
    /// to the newer one.
    void takeOver(SubjectQueue<?> leaving) {
        leaving.lock.lock();
        lock.lock();
        try {
            if (closed || leaving.closed) {
                return;
            }
            line.addAll(leaving.line);
            line.stream().map(Place::held).filter(held -> held.decision() == null).forEach(untaken::add);
            reserved = leaving.reserved;
            releasing = leaving.releasing;
            leaving.closed = true;
            leaving.successor = this;
            leaving.line.clear();
            leaving.untaken.clear();
            leaving.arrived.signalAll();
            arrived.signalAll();
            keepTime();
        } finally {
            lock.unlock();
            leaving.lock.unlock();
        }
        leaving.timer.shutdown();
    }

    /// Keeps a place free for a subject that is about to come, if there is one.
    Entrance reserve() {
        SubjectQueue<?> next;
        lock.lock();
        try {
            next = successor;
            if (next == null) {
                return reserveHere();
            }
        } finally {
            lock.unlock();
        }
        return next.reserve();
    }

    private Entrance reserveHere() {
        if (closed) {
            return Entrance.CLOSED;
        }
        // a queue that was taken over may have had more places
        if (reserved >= options.capacity()) {
            overflowed++;
            return Entrance.FULL;
        }
        reserved++;
        return Entrance.OPEN;
    }

    /// Takes a subject to the place that was reserved for it.
    void add(HeldSubject held) {
        boolean late;
        SubjectQueue<?> next;
        lock.lock();
        try {
            next = successor;
            late = closed;
            if (next == null) {
                line.add(new Place(held, System.nanoTime() + options.timeout().toNanos()));
            }
            if (!late) {
                untaken.add(held);
                arrived.signal();
                keepTime();
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.add(held);
            return;
        }
        if (late) {
            held.decide(options.onTimeout());
        }
        release();
    }

    /// Lets those at the head of the line go on that are decided.
    void release() {
        HeldSubject next = nextToRelease(true);
        try {
            while (next != null) {
                next.end();
                next = nextToRelease(false);
            }
        } finally {
            if (next != null) {
                // the machine is dying under this thread; others may release
                stopReleasing();
            }
        }
    }

    private void stopReleasing() {
        SubjectQueue<?> next;
        lock.lock();
        try {
            releasing = false;
            next = successor;
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.stopReleasing();
        }
    }

    /// @param comes whether the caller is not the thread that releases yet
    private @Nullable HeldSubject nextToRelease(boolean comes) {
        SubjectQueue<?> next;
        lock.lock();
        try {
            next = successor;
            if (next == null) {
                return nextHere(comes);
            }
        } finally {
            lock.unlock();
        }
        return next.nextToRelease(comes);
    }

    private @Nullable HeldSubject nextHere(boolean comes) {
        if (comes && releasing) {
            return null;
        }
        Place head = line.peek();
        releasing = head != null && head.held.decision() != null;
        if (!releasing) {
            return null;
        }
        line.remove();
        if (untaken.peek() == head.held) {
            untaken.remove();
        }
        reserved--;
        count(head.held);
        return head.held;
    }

    private void count(HeldSubject held) {
        if (held.decision() == Verdict.ACCEPT) {
            accepted++;
        } else {
            dropped++;
        }
        if (held.timedOut()) {
            timedOut++;
        }
    }

    /// Has the timer look when the next one's time is up. The line is in the order of its deadlines.
    private void keepTime() {
        if (timing || closed) {
            return;
        }
        for (Place place : line) {
            // one that is decided may stand there still, when the thread that releases is busy with another
            if (place.held.decision() == null) {
                timing = true;
                timer.schedule(this::expire, place.deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                return;
            }
        }
    }

    private void expire() {
        List<HeldSubject> late = new ArrayList<>();
        lock.lock();
        try {
            long nowNs = System.nanoTime();
            for (Place place : line) {
                if (place.deadlineNs - nowNs > 0) {
                    break;
                }
                late.add(place.held);
            }
        } finally {
            lock.unlock();
        }
        late.forEach(held -> held.timeOut(options.onTimeout()));
        lock.lock();
        try {
            timing = false;
            keepTime();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Held<S> poll() {
        lock.lock();
        try {
            return nextUndecided();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Held<S> poll(Duration timeout) throws InterruptedException {
        long leftNs = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            Held<S> next = nextUndecided();
            while (next == null && leftNs > 0 && !closed) {
                leftNs = arrived.awaitNanos(leftNs);
                next = nextUndecided();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("unchecked")
    private @Nullable Held<S> nextUndecided() {
        HeldSubject next = untaken.poll();
        while (next != null && next.decision() != null) {
            next = untaken.poll();
        }
        // its type was looked at before it was let in
        return (Held<S>) (Held<?>) next;
    }

    @Override
    public QueueInfo info() {
        lock.lock();
        try {
            return new QueueInfo(name, line.size(), accepted, dropped, timedOut, overflowed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<Place> inside;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            inside = List.copyOf(line);
            untaken.clear();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        timer.shutdown();
        queues.forget(this);
        inside.forEach(place -> place.held.decide(options.onTimeout()));
    }
}
