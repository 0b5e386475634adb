package io.weft.hook.weave;

import io.weft.hook.HookPoint;
import io.weft.hook.HookQueue;
import io.weft.hook.HookSite;
import io.weft.hook.Hooks;
import io.weft.hook.HooksInfo;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueOptions;
import io.weft.hook.Verdict;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.DispatchSource;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Hook tables with one dispatcher for all points, which notes its subjects and lets them through or not.
final class Gatekeeper implements Hooks, DispatchSource {

    final List<Object> seen = new ArrayList<>();
    final List<String> bound = new ArrayList<>();
    boolean open = true;
    private final Map<String, DispatchSlot> slots = new HashMap<>();

    @Override
    public DispatchSlot slot(String point, Class<?> subject, Class<?> answer, String method) {
        bound.add(method + " to " + point + " with " + subject.getSimpleName());
        return slots.computeIfAbsent(point, name -> {
            DispatchSlot slot = new DispatchSlot(name);
            slot.swap(new Dispatcher() {
                @Override
                public Stop dispatch(Object subject) {
                    seen.add(name + ":" + subject);
                    return open ? null : new Stop(name, "guards", "closed", Verdict.drop("the gate is closed"));
                }
            });
            return slot;
        });
    }

    void removeChains() {
        slots.values().forEach(slot -> slot.swap(null));
    }

    @Override
    public <S> HookPoint<S> declare(String name, Class<S> subject, PointOptions<? super S> options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <S> HookPoint<S> at(String name, Class<S> subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <S> HookSite<S> site(String point, Class<S> subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <S> HookQueue<S> queue(String name, Class<S> subject, QueueOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Collection<HookPoint<?>> points() {
        return List.of();
    }

    @Override
    public HooksInfo describe() {
        return new HooksInfo(List.of(), List.of());
    }
}
