package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.HandlerInfo;
import io.weft.hook.HandlerOrder;
import io.weft.hook.HookPoint;
import io.weft.hook.HookQueue;
import io.weft.hook.HookSite;
import io.weft.hook.Hooks;
import io.weft.hook.HooksInfo;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueOptions;
import io.weft.hook.Registration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A host's hook tables as one owner of handlers sees them: what it attaches bears its name and goes with it.
public final class OwnedHooks implements Hooks, AutoCloseable {

    private final HookTables tables;
    private final String owner;
    /// Handlers that a thread may be inside after the owner went. Guarded by this.
    private List<Attachment> lingering = List.of();
    /// Guarded by this, and final when it is closed.
    private final List<HookQueue<?>> queues = new ArrayList<>();
    private boolean closed;

    OwnedHooks(HookTables tables, String owner) {
        this.tables = tables;
        this.owner = owner;
    }

    /// @throws IllegalStateException always: points are the host's to declare
    @Override
    public <S> HookPoint<S> declare(String name, Class<S> subject, PointOptions<? super S> options) {
        throw new IllegalStateException("hook point " + name + " cannot be declared by plugin " + owner + ": points are the host's to declare");
    }

    @Override
    public <S> HookPoint<S> at(String name, Class<S> subject) {
        return new OwnedPoint<>(tables.point(name, subject));
    }

    /// @throws IllegalStateException always: points are the host's to pass subjects through
    @Override
    public <S> HookSite<S> site(String point, Class<S> subject) {
        throw new IllegalStateException("plugin " + owner + " passes no subjects through hook point " + point + ": points are the host's");
    }

    /// Opens a queue that is closed with this owner.
    @Override
    public synchronized <S> HookQueue<S> queue(String name, Class<S> subject, QueueOptions options) {
        requireOpen();
        HookQueue<S> queue = tables.queue(name, subject, options);
        queues.add(queue);
        return queue;
    }

    @Override
    public Collection<HookPoint<?>> points() {
        List<HookPoint<?>> points = new ArrayList<>();
        for (HookPoint<?> point : tables.points()) {
            points.add(new OwnedPoint<>((Point<?>) point));
        }
        return List.copyOf(points);
    }

    @Override
    public HooksInfo describe() {
        return tables.describe();
    }

    /// Attaches the `@HookHandler` methods of some objects in one step.
    ///
    /// @throws IllegalArgumentException when one of them is no handler for its point; then none is attached
    public synchronized Registrations attachMethods(Collection<?> targets) {
        requireOpen();
        return tables.attachMethods(owner, targets);
    }

    private synchronized Registration attach(Point<?> point, int priority, String name, HandlerOrder order, Handler<?> handler) {
        requireOpen();
        return tables.attach(owner, point, priority, name, order, handler);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("plugin " + owner + " has stopped and attaches no handlers any more");
        }
    }

    /// Detaches all handlers of this owner in one step, and lets it attach no more. Threads inside finish; the subjects that its handlers
    /// hold, and those in its queues, come out.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        // without the lock: for the subjects that come out the host's code runs
        List<Attachment> detached = tables.detachAll(owner);
        queues.forEach(HookQueue::close);
        Recorder.unloaded(owner);
        synchronized (this) {
            lingering = detached;
        }
    }

    /// Waits, after {@link #close}, until no thread but the caller is inside one of the owner's handlers.
    ///
    /// @return false when one still was after `timeoutMs`
    public boolean awaitOutside(long timeoutMs) {
        List<Attachment> mine;
        synchronized (this) {
            mine = lingering;
        }
        return tables.awaitOutside(mine, timeoutMs);
    }

    private final class OwnedPoint<S> implements HookPoint<S> {

        private final Point<S> point;

        OwnedPoint(Point<S> point) {
            this.point = point;
        }

        @Override
        public String name() {
            return point.name();
        }

        @Override
        public Class<?> subjectType() {
            return point.subjectType();
        }

        @Override
        public Registration attach(int priority, String name, HandlerOrder order, Handler<? super S> handler) {
            return OwnedHooks.this.attach(point, priority, name, order, handler);
        }

        @Override
        public List<HandlerInfo> handlers() {
            return point.handlers();
        }
    }
}
