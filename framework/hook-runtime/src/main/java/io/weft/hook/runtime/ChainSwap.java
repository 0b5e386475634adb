package io.weft.hook.runtime;

import io.weft.hook.Handler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts other chains in the place of those of some points: all are made before the first is put in place, so a change that fails changes
/// nothing. Called with the lock of the tables.
final class ChainSwap {

    private ChainSwap() { }

    /// Makes the chains anew from which handlers go and into which others come.
    static void change(Collection<Attachment> added, Collection<Attachment> removed) {
        Map<Point<?>, List<Attachment>> changed = new LinkedHashMap<>();
        Set<Point<?>> touched = new LinkedHashSet<>();
        added.forEach(attachment -> touched.add(attachment.point()));
        removed.forEach(attachment -> touched.add(attachment.point()));
        for (Point<?> point : touched) {
            List<Attachment> next = new ArrayList<>(point.attachments());
            next.removeAll(removed);
            added.stream().filter(attachment -> attachment.point() == point).forEach(next::add);
            List<Attachment> ordered = ChainOrder.of(next);
            if (!ordered.equals(point.attachments())) {
                changed.put(point, ordered);
            }
        }
        if (!changed.isEmpty()) {
            remake(changed);
        }
    }

    /// Puts somebody else into a handler's place.
    ///
    /// @return false when it is not attached any more
    static boolean replace(Attachment attachment, Handler<?> standIn) {
        Point<?> point = attachment.point();
        List<Attachment> handlers = point.attachments();
        if (!handlers.contains(attachment)) {
            return false;
        }
        Handler<?> before = attachment.standing();
        attachment.letStand(standIn);
        try {
            remake(Map.of(point, handlers));
        } catch (RuntimeException | Error e) {
            attachment.letStand(before);
            throw e;
        }
        return true;
    }

    private static void remake(Map<Point<?>, List<Attachment>> changed) {
        Map<Point<?>, ChainClass> made = new LinkedHashMap<>();
        changed.forEach((point, handlers) -> {
            if (!handlers.isEmpty()) {
                made.put(point, ChainClass.of(point, handlers));
            }
        });
        changed.keySet().forEach(point -> point.swap(made.get(point)));
        Quiescence.settle();
        changed.keySet().forEach(Point::settle);
    }
}
