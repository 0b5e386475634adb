package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.HandlerInfo;
import io.weft.hook.HandlerOrder;
import io.weft.hook.PointOptions.FaultPolicy;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Stop;
import io.weft.hook.spi.Suspension;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One handler at one point, from the moment it is attached.
final class Attachment implements Registration {

    private static final Verdict ABANDONED = Verdict.drop("the handler that kept it was detached");

    private final HookTables tables;
    private final Point<?> point;
    private final String owner;
    private final int priority;
    private final String name;
    private final HandlerOrder order;
    private final Handler<?> handler;
    private final FaultLog faults;
    /// What it did in chains that are gone. Guarded by the tables.
    private final Counts past = new Counts();
    private boolean withdrawn;
    /// The subjects that it stole or queued and that have not ended.
    private final Set<HeldSubject> held = ConcurrentHashMap.newKeySet();
    private volatile boolean detached;
    // most handlers stop subjects with one and the same verdict
    private @Nullable Stop lastStop;

    Attachment(HookTables tables, Point<?> point, String owner, int priority, String name, HandlerOrder order, Handler<?> handler) {
        this.tables = tables;
        this.point = point;
        this.owner = owner;
        this.priority = priority;
        this.name = name;
        this.order = order;
        this.handler = handler;
        this.faults = new FaultLog(owner, name, point.name());
    }

    Point<?> point() {
        return point;
    }

    /// It was closed, perhaps before it came into a chain. Guarded by the tables.
    void withdraw() {
        withdrawn = true;
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    int priority() {
        return priority;
    }

    String owner() {
        return owner;
    }

    String name() {
        return name;
    }

    boolean asksToPrecede(Attachment other) {
        return order.before().stream().anyMatch(other::isCalled);
    }

    boolean asksToFollow(Attachment other) {
        return order.after().stream().anyMatch(other::isCalled);
    }

    private boolean isCalled(String anyone) {
        return anyone.equals(owner) || anyone.equals(owner + "." + name);
    }

    Handler<?> handler() {
        return handler;
    }

    Counts past() {
        return past;
    }

    Stop stop(Verdict verdict) {
        Stop stop = lastStop;
        if (stop == null || stop.verdict() != verdict) {
            stop = stop(verdict, null);
            lastStop = stop;
        }
        return stop;
    }

    Stop stop(Verdict verdict, @Nullable Suspension suspension) {
        return new Stop(point.name(), owner, name, verdict, point.options().answer(), suspension);
    }

    /// Remembers a subject that it stole or queued. A thread that was inside when the handler was detached may come late with one.
    void keep(HeldSubject subject) {
        held.add(subject);
        if (detached) {
            abandon(subject);
        }
    }

    void forget(HeldSubject subject) {
        held.remove(subject);
    }

    /// Lets the point's policy decide about the subjects that it holds, and about those to come: there will be nobody else to decide.
    /// Called after it was detached, without the tables' lock: the host's code runs.
    void abandon() {
        detached = true;
        held.forEach(this::abandon);
    }

    private void abandon(HeldSubject subject) {
        subject.decide(point.options().faultPolicy() == FaultPolicy.FAIL_OPEN ? Verdict.ACCEPT : ABANDONED);
    }

    void blame(Throwable fault, boolean goesOn) {
        faults.report(fault, goesOn);
    }

    HandlerInfo info(Counts counts) {
        return new HandlerInfo(owner, name, priority, counts.accepted(), counts.dropped(), counts.stolen(), counts.queued(), counts.faults());
    }

    @Override
    public HandlerInfo info() {
        return tables.info(this);
    }

    @Override
    public void close() {
        tables.detach(List.of(this));
    }

    @Override
    public String toString() {
        return owner + "/" + name + " at " + point.name();
    }
}
