package io.weft.hook.weave;

import io.weft.hook.Hook;
import io.weft.hook.Hooks;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.DispatchSource;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The slot of one point that a host object, or a class's static methods, have reached, and the points reached after it.
///
/// A list, because most classes have one or two hook points, and because its look-up is so little code that the JIT always puts it into
/// the hook method. There the name is a constant, and what remains for the first point is three loads and a comparison; each point that
/// was reached before costs two loads more.
///
/// Called by woven code only.
public final class HookSlots {

    private final String point;
    private final DispatchSlot slot;
    private final @Nullable HookSlots next;

    private HookSlots(DispatchSlot slot, @Nullable HookSlots next) {
        this.point = slot.point();
        this.slot = slot;
        this.next = next;
    }

    /// The slot of a point, or null when it has not been reached yet.
    ///
    /// @param point a constant, as {@link DispatchSlot#point} is
    public static @Nullable DispatchSlot find(@Nullable HookSlots slots, String point) {
        for (HookSlots at = slots; at != null; at = at.next) {
            if (at.point == point) {
                return at.slot;
            }
        }
        return null;
    }

    /// A copy of a list that has one more slot at its end.
    static HookSlots with(@Nullable HookSlots slots, DispatchSlot added) {
        return slots == null ? new HookSlots(added, null) : new HookSlots(slots.slot, with(slots.next, added));
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
        makeKnown(method.getDeclaringClass().getClassLoader());
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        if (!(hooks instanceof DispatchSource source)) {
            throw new IllegalStateException(name + " needs hook tables made by hook-runtime, but hooks() answered " + hooks);
        }
        return source.slot(point, method.getParameterTypes()[0], method.getReturnType(), name);
    }

    /// Makes a class loader know the types that woven code of its classes calls by. A point without handlers never gives the JVM an
    /// occasion to, and the JIT inlines no call whose types the caller's loader does not know yet.
    private static void makeKnown(@Nullable ClassLoader woven) {
        try {
            Class.forName(Dispatcher.class.getName(), false, woven);
            Class.forName(Stop.class.getName(), false, woven);
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException("a woven class does not see the classes that it was woven with", impossible);
        }
    }
}
