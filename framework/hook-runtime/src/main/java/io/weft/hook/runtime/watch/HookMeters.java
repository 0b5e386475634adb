package io.weft.hook.runtime.watch;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.weft.hook.HandlerHealth;
import io.weft.hook.Hooks;
import io.weft.hook.PointInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Micrometer meters of one host's hook tables.
///
/// `weft.hook.subjects`, by `point`, `plugin`, `handler` and `outcome` (accepted, dropped, stolen, queued, fault, bypassed, slow), and
/// `weft.hook.out`, 1 while repeated faults have put a handler out. The meters show what {@link #refresh} found last: call it as often as
/// the registry is read. The registry refers to this weakly; the host keeps it.
public final class HookMeters implements MeterBinder {

    /// A handler at a point. Handlers of one name at one point are one.
    private record Place(String point, String plugin, String handler) { }

    private static final Map<String, ToDoubleFunction<HandlerHealth>> OUTCOMES = Map.of(
            "accepted", health -> health.handler().accepted(),
            "dropped", health -> health.handler().dropped(),
            "stolen", health -> health.handler().stolen(),
            "queued", health -> health.handler().queued(),
            "fault", health -> health.handler().faults(),
            "bypassed", HandlerHealth::bypassed,
            "slow", HandlerHealth::slow);

    private final Hooks hooks;
    private volatile Map<Place, List<HandlerHealth>> seen = Map.of();
    // guarded by this
    private final Map<Place, List<Meter>> meters = new HashMap<>();
    private @Nullable MeterRegistry registry;

    public HookMeters(Hooks hooks) {
        this.hooks = hooks;
    }

    /// @throws IllegalStateException when it is bound already: each registry has its own
    @Override
    public synchronized void bindTo(MeterRegistry meterRegistry) {
        if (registry != null) {
            throw new IllegalStateException("these meters are bound to a registry already");
        }
        registry = meterRegistry;
        refresh();
    }

    /// Reads the counts, adds meters for handlers that have come, and removes those of handlers that have gone.
    public synchronized void refresh() {
        Map<Place, List<HandlerHealth>> now = new HashMap<>();
        for (PointInfo point : hooks.describe().points()) {
            for (HandlerHealth health : point.handlers()) {
                Place place = new Place(point.name(), health.handler().plugin(), health.handler().name());
                now.computeIfAbsent(place, unseen -> new ArrayList<>()).add(health);
            }
        }
        seen = now;
        MeterRegistry bound = registry;
        if (bound == null) {
            return;
        }
        meters.entrySet().removeIf(entry -> {
            boolean gone = !now.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().forEach(bound::remove);
            }
            return gone;
        });
        now.keySet().forEach(place -> meters.computeIfAbsent(place, come -> metersOf(come, bound)));
    }

    private List<Meter> metersOf(Place place, MeterRegistry bound) {
        Tags tags = Tags.of("point", place.point, "plugin", place.plugin, "handler", place.handler);
        List<Meter> made = new ArrayList<>();
        OUTCOMES.forEach((outcome, count) -> made.add(FunctionCounter
                .builder("weft.hook.subjects", this, self -> self.sum(place, count))
                .tags(tags.and("outcome", outcome))
                .description("What became of the subjects that a handler saw").register(bound)));
        made.add(Gauge
                .builder("weft.hook.out", this, self -> self.sum(place, health -> health.breaker() == HandlerHealth.Breaker.CLOSED ? 0 : 1))
                .tags(tags).description("Whether repeated faults have put a handler out").register(bound));
        return made;
    }

    private double sum(Place place, ToDoubleFunction<HandlerHealth> count) {
        return seen.getOrDefault(place, List.of()).stream().mapToDouble(count).sum();
    }
}
