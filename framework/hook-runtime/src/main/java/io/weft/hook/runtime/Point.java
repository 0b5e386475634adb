package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.HandlerInfo;
import io.weft.hook.HandlerOrder;
import io.weft.hook.HookPoint;
import io.weft.hook.PointOptions;
import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.Stop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A declared point and its chain. What changes is guarded by the lock of its tables.
final class Point<S> implements HookPoint<S> {

    private final HookTables tables;
    private final String name;
    private final Class<S> subjectType;
    private final PointOptions<? super S> options;
    private final DispatchSlot slot;
    /// Written under the lock of the tables.
    private volatile @Nullable Chain chain;
    /// The chain with its class. Guarded by the lock of the tables.
    private @Nullable ChainClass made;
    /// Chains that were in place and may have threads inside.
    private final List<Chain> draining = new ArrayList<>();

    Point(HookTables tables, String name, Class<S> subjectType, PointOptions<? super S> options) {
        this.tables = tables;
        this.name = name;
        this.subjectType = subjectType;
        this.options = options;
        this.slot = new DispatchSlot(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<S> subjectType() {
        return subjectType;
    }

    PointOptions<? super S> options() {
        return options;
    }

    HookTables tables() {
        return tables;
    }

    DispatchSlot slot() {
        return slot;
    }

    void disposeOf(Object subject, Verdict verdict) {
        options.onDrop().dropped(subjectType.cast(subject), verdict);
    }

    @Override
    public Registration attach(int priority, String handlerName, HandlerOrder order, Handler<? super S> handler) {
        return tables.attach(HookTables.HOST, this, priority, handlerName, order, handler);
    }

    @Override
    public List<HandlerInfo> handlers() {
        return tables.describe(this);
    }

    /// Takes a subject that was held through the handlers behind the one that held it, in the chain that is in place now.
    ///
    /// @return null when it passes
    @Nullable Stop resume(HeldSubject held) {
        for (Chain now = chain; now != null; now = chain) {
            Lane lane = now.enter();
            if (lane != null) {
                return now.resume(lane, held);
            }
        }
        return null;
    }

    List<Attachment> attachments() {
        Chain now = chain;
        return now == null ? List.of() : now.handlers();
    }

    /// Whether a handler stands in the chain, or in one that is out of place and may have threads inside.
    boolean knows(Attachment handler) {
        return attachments().contains(handler) || draining.stream().anyMatch(old -> old.handlers().contains(handler));
    }

    /// Puts a chain in place; the old one drains.
    ///
    /// @param next null when no handler is left
    void swap(@Nullable ChainClass next) {
        Chain old = chain;
        chain = next == null ? null : next.chain();
        made = next;
        placeDispatcher();
        Recorder.swapped(name, attachments());
        if (old != null) {
            old.retire();
            draining.add(old);
        }
    }

    /// Puts the chain's dispatcher in place, behind one that asks those who follow subjects, while there are any.
    void placeDispatcher() {
        Following[] followings = tables.followings();
        slot.swap(made == null ? null : followings.length == 0 ? made.dispatcher() : new FollowedDispatcher(made, followings));
    }

    void forgetDeadThreads() {
        Chain now = chain;
        if (now != null) {
            now.forgetDeadThreads();
        }
    }

    /// Forgets the chains that no thread is inside any more, and keeps their counts. {@link Quiescence#settle} comes first.
    void settle() {
        for (Chain old : List.copyOf(draining)) {
            if (old.isEmpty(null)) {
                for (Attachment handler : old.handlers()) {
                    old.addTo(handler.past(), handler);
                }
                draining.remove(old);
            }
        }
    }

    /// Whether a thread other than the caller is still inside a chain that is out of place and had the handler.
    boolean isBusy(Attachment handler) {
        return draining.stream().anyMatch(old -> old.handlers().contains(handler) && !old.isEmpty(Thread.currentThread()));
    }

    Counts counts(Attachment handler) {
        Counts sum = new Counts();
        sum.add(handler.past());
        for (Chain old : draining) {
            old.addTo(sum, handler);
        }
        Chain now = chain;
        if (now != null) {
            now.addTo(sum, handler);
        }
        return sum;
    }
}
