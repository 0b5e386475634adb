package io.weft.hook.weave;

import io.weft.hook.Hook;
import io.weft.hook.Hooks;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.DispatchSource;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The slots of the points that one host object has reached: a hash table with the points' names as keys.
///
/// In woven code the name is a constant. So the JIT folds its hash, and what remains of a look-up is a load and two comparisons.
///
/// Called by woven code only.
public final class HookSlots {

    private HookSlots() { }

    /// The slot of a point, or null when the object is not bound to it yet.
    ///
    /// @param slots a table that {@link #with} made
    /// @param point a constant, as {@link DispatchSlot#point} is
    public static @Nullable DispatchSlot find(@Nullable DispatchSlot @Nullable [] slots, String point) {
        if (slots == null) {
            return null;
        }
        DispatchSlot slot = slots[point.hashCode() & (slots.length - 1)];
        return slot == null || slot.point() == point ? slot : findBehind(slots, point);
    }

    private static @Nullable DispatchSlot findBehind(@Nullable DispatchSlot[] slots, String point) {
        return slots[placeOf(point, slots)];
    }

    /// Where a point is, or the free place where it belongs. Half of a table is always free.
    private static int placeOf(String point, @Nullable DispatchSlot[] slots) {
        int place = point.hashCode() & (slots.length - 1);
        for (DispatchSlot slot = slots[place]; slot != null && slot.point() != point; slot = slots[place]) {
            place = (place + 1) & (slots.length - 1);
        }
        return place;
    }

    /// A copy of a table that has one more slot.
    static @Nullable DispatchSlot[] with(@Nullable DispatchSlot @Nullable [] slots, DispatchSlot added) {
        int count = 1;
        if (slots != null) {
            for (DispatchSlot slot : slots) {
                count += slot == null ? 0 : 1;
            }
        }
        @Nullable DispatchSlot[] next = new DispatchSlot[Integer.highestOneBit(count) * 4];
        if (slots != null) {
            for (DispatchSlot slot : slots) {
                if (slot != null) {
                    next[placeOf(slot.point(), next)] = slot;
                }
            }
        }
        next[placeOf(added.point(), next)] = added;
        return next;
    }

    /// Finds the slot of a point in the object's hook tables, and makes sure that all its methods behind that point bring the point's
    /// subjects.
    static DispatchSlot bind(WovenHost host, String point) {
        Hooks hooks = host.hooks();
        DispatchSlot slot = null;
        for (Class<?> type = host.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : behind(point, type, false)) {
                slot = bind(hooks, point, method);
            }
        }
        if (slot == null) {
            throw new IllegalStateException(host.getClass().getName() + " has no method behind hook point " + point);
        }
        return slot;
    }

    /// The same for the static methods of a class.
    static DispatchSlot bind(Class<?> type, Hooks hooks, String point) {
        DispatchSlot slot = null;
        for (Method method : behind(point, type, true)) {
            slot = bind(hooks, point, method);
        }
        if (slot == null) {
            throw new IllegalStateException(type.getName() + " has no static method behind hook point " + point);
        }
        return slot;
    }

    private static List<Method> behind(String point, Class<?> type, boolean isStatic) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic() && Modifier.isStatic(method.getModifiers()) == isStatic)
                .filter(method -> method.isAnnotationPresent(Hook.class) && method.getAnnotation(Hook.class).value().equals(point))
                .toList();
    }

    private static DispatchSlot bind(Hooks hooks, String point, Method method) {
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        if (!(hooks instanceof DispatchSource source)) {
            throw new IllegalStateException(name + " needs hook tables made by hook-runtime, but hooks() answered " + hooks);
        }
        return source.slot(point, method.getParameterTypes()[0], method.getReturnType(), name);
    }
}
