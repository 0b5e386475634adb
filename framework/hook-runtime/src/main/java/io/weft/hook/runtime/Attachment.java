package io.weft.hook.runtime;

import io.weft.hook.BreakerOptions;
import io.weft.hook.Handler;
import io.weft.hook.HandlerHealth;
import io.weft.hook.HandlerInfo;
import io.weft.hook.HandlerOrder;
import io.weft.hook.PointOptions.FaultPolicy;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Stop;
import io.weft.hook.spi.Suspension;
import java.time.Duration;
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
    private final String name;
    private final HandlerOrder order;
    private final Handler<?> handler;
    private final FaultLog faults;
    private final SlowLog slow;
    private final @Nullable Breaker breaker;
    /// Guarded by the tables.
    private Rank rank;
    /// Who has its turns: the handler, or who stands in while it is out. Guarded by the tables.
    private Handler<?> standing;
    /// What it did in chains that are gone. Guarded by the tables.
    private final Counts past = new Counts();
    private boolean withdrawn;
    /// The subjects that it stole or queued and that have not ended.
    private final Set<HeldSubject> held = ConcurrentHashMap.newKeySet();
    private volatile boolean detached;
    /// Who keeps its queued subjects when it is detached.
    private volatile @Nullable Attachment successor;
    // most handlers stop subjects with one and the same verdict
    private @Nullable Stop lastStop;

    Attachment(HookTables tables, Point<?> point, String owner, int priority, String name, HandlerOrder order, Handler<?> handler) {
        this.tables = tables;
        this.point = point;
        this.owner = owner;
        this.rank = new Rank(priority);
        this.name = name;
        this.order = order;
        this.handler = handler;
        this.standing = handler;
        this.faults = new FaultLog(owner, name, point.name(), tables.timer());
        this.slow = new SlowLog(owner, name, point.name());
        BreakerOptions options = point.options().breaker();
        this.breaker = options == null ? null : new Breaker(this, options, tables.timer());
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
        return rank.priority();
    }

    Rank rank() {
        return rank;
    }

    /// Whether it is what another was, in another version of the owner.
    boolean canSucceed(Attachment other) {
        return point == other.point && owner.equals(other.owner) && name.equals(other.name) && priority() == other.priority();
    }

    /// Called before it comes into a chain.
    void takeRankOf(Attachment other) {
        rank = other.rank;
    }

    /// Called when it is detached, before {@link #abandon}.
    void succeedBy(Attachment next) {
        successor = next;
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

    Handler<?> standing() {
        return standing;
    }

    void letStand(Handler<?> next) {
        standing = next;
    }

    boolean failsOpen() {
        return point.options().faultPolicy() == FaultPolicy.FAIL_OPEN;
    }

    /// Puts somebody else into its place of the chain.
    ///
    /// @return false when it is not attached any more
    boolean replaceBy(Handler<?> standIn) {
        return tables.replace(this, standIn);
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
            letGo(subject);
        }
    }

    void forget(HeldSubject subject) {
        held.remove(subject);
    }

    /// Lets its successor keep the queued subjects that it has, and the point's policy decide about the others, now and when more come: there
    /// will be nobody else to decide. Called after it was detached, without the tables' lock: the host's code runs.
    void abandon() {
        detached = true;
        if (breaker != null) {
            breaker.forget();
        }
        held.forEach(this::letGo);
    }

    private void letGo(HeldSubject subject) {
        Attachment next = successor;
        if (next != null && subject.isQueued()) {
            subject.moveTo(next);
        } else {
            abandon(subject);
        }
    }

    private void abandon(HeldSubject subject) {
        subject.decide(failsOpen() ? Verdict.ACCEPT : ABANDONED);
        // it may stand behind others in its queue yet
        subject.moveTo(null);
    }

    void blame(Throwable fault, boolean goesOn) {
        faults.report(fault, goesOn);
        try {
            Recorder.failed(owner, name, point.name(), fault);
            if (breaker != null) {
                breaker.failed();
            }
        } catch (StackOverflowError e) {
            // so little stack is left that not even this can be noted; the handler's next fault will be
        }
    }

    /// Told how long a sampled turn took.
    void took(long tookNs, long nowNs, Duration budget) {
        if (tookNs > budget.toNanos()) {
            slow.report(tookNs, nowNs, budget);
        }
    }

    HandlerInfo info(Counts counts) {
        return health(counts).handler();
    }

    HandlerHealth health(Counts counts) {
        long bypassed = breaker == null ? 0 : breaker.bypassed();
        // who stood in accepted or dropped them
        long accepted = Math.max(0, counts.accepted() - (failsOpen() ? bypassed : 0));
        long dropped = Math.max(0, counts.dropped() - (failsOpen() ? 0 : bypassed));
        HandlerInfo info = new HandlerInfo(owner, name, priority(), accepted, dropped, counts.stolen(), counts.queued(), counts.faults());
        return breaker == null
                ? new HandlerHealth(info, HandlerHealth.Breaker.CLOSED, 0, 0, slow.turns())
                : new HandlerHealth(info, breaker.state(), breaker.opened(), bypassed, slow.turns());
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
