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
///
/// An owner may be staged: its handlers are checked when they are attached, and see subjects when {@link HookTables#exchange} lets
/// them in, all at once.
public final class OwnedHooks implements Hooks, AutoCloseable {

    /// Their lock guards what changes here.
    private final HookTables tables;
    private final String owner;
    /// Handlers of this owner, some of which may be out of every chain again.
    private final List<Attachment> attached = new ArrayList<>();
    private boolean live;
    private final List<SubjectQueue<?>> queues = new ArrayList<>();
    private boolean closed;

    OwnedHooks(HookTables tables, String owner, boolean live) {
        this.tables = tables;
        this.owner = owner;
        this.live = live;
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

    /// Opens a queue that is closed with this owner. A staged owner's queue takes the place of one that leaves, when it comes,
    /// and has those who wait there.
    @Override
    public <S> HookQueue<S> queue(String name, Class<S> subject, QueueOptions options) {
        synchronized (tables) {
            requireOpen();
            SubjectQueue<S> queue = new SubjectQueue<>(tables.queues(), name, subject, options);
            if (live) {
                tables.queues().open(queue);
            }
            queues.removeIf(SubjectQueue::isClosed);
            queues.add(queue);
            return queue;
        }
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
    public Registrations attachMethods(Collection<?> targets) {
        synchronized (tables) {
            requireOpen();
            List<Attachment> added = tables.prepareMethods(owner, targets);
            add(added);
            return new Registrations(tables, added);
        }
    }

    private Registration attach(Point<?> point, int priority, String name, HandlerOrder order, Handler<?> handler) {
        synchronized (tables) {
            requireOpen();
            Attachment added = tables.prepare(owner, point, priority, name, order, handler);
            add(List.of(added));
            return added;
        }
    }

    private void add(List<Attachment> added) {
        if (live) {
            tables.change(added, List.of());
            attached.removeIf(handler -> !handler.point().knows(handler));
        }
        attached.addAll(added);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("plugin " + owner + " has stopped and attaches no handlers any more");
        }
    }

    String owner() {
        return owner;
    }

    // Called by the tables, which hold their lock

    List<Attachment> attached() {
        return attached;
    }

    List<Attachment> staged() {
        return attached.stream().filter(handler -> !handler.isWithdrawn()).toList();
    }

    List<SubjectQueue<?>> queues() {
        return queues;
    }

    /// Whether its handlers see subjects, or saw them until it left.
    boolean isLive() {
        return live;
    }

    void left() {
        closed = true;
    }

    void arrived() {
        live = true;
    }

    /// Detaches all handlers of this owner in one step, and lets it attach no more. Threads inside finish; the subjects that its handlers
    /// hold, and those in its queues, come out.
    @Override
    public void close() {
        synchronized (tables) {
            if (closed) {
                return;
            }
        }
        tables.exchange(List.of(this), List.of());
    }

    /// Waits, after {@link #close}, until no thread but the caller is inside one of the owner's handlers.
    ///
    /// @return false when one still was after `timeoutMs`
    public boolean awaitOutside(long timeoutMs) {
        List<Attachment> mine;
        synchronized (tables) {
            mine = List.copyOf(attached);
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
