package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.HandlerInfo;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.hook.spi.Stop;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One handler at one point, from the moment it is attached.
final class Attachment implements Registration {

    /// The order of a chain. A sort that keeps equals in place puts those with the same name in the order of their attachment.
    static final Comparator<Attachment> ORDER =
            Comparator.comparingInt((Attachment attachment) -> attachment.priority)
                    .thenComparing(attachment -> attachment.owner)
                    .thenComparing(attachment -> attachment.name);

    private final HookTables tables;
    private final Point<?> point;
    private final String owner;
    private final int priority;
    private final String name;
    private final Handler<?> handler;
    private final FaultLog faults;
    /// What it did in chains that are gone. Guarded by the tables.
    private final Counts past = new Counts();
    private boolean withdrawn;
    // most handlers stop subjects with one and the same verdict
    private @Nullable Stop lastStop;

    Attachment(HookTables tables, Point<?> point, String owner, int priority, String name, Handler<?> handler) {
        this.tables = tables;
        this.point = point;
        this.owner = owner;
        this.priority = priority;
        this.name = name;
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

    Handler<?> handler() {
        return handler;
    }

    Counts past() {
        return past;
    }

    Stop stop(Verdict verdict) {
        Stop stop = lastStop;
        if (stop == null || stop.verdict() != verdict) {
            stop = new Stop(point.name(), owner, name, verdict);
            lastStop = stop;
        }
        return stop;
    }

    void blame(Throwable fault, boolean goesOn) {
        faults.report(fault, goesOn);
    }

    HandlerInfo info(Counts counts) {
        return new HandlerInfo(owner, name, priority, counts.accepted(), counts.dropped(), counts.stolen(), counts.faults());
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
