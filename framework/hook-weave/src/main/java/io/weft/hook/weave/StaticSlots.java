package io.weft.hook.weave;

import io.weft.hook.HookHost;
import io.weft.hook.HooksFrom;
import io.weft.hook.spi.DispatchSlot;
import java.lang.reflect.Constructor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The slots of the points that subjects of a class's static hook methods have reached, and the host that knows their tables.
///
/// Called by woven code only.
public final class StaticSlots {

    /// The class is known where a method is woven, so that the JIT makes a few loads of this.
    private static final ClassValue<StaticSlots> OF = new ClassValue<>() {
        @Override
        protected StaticSlots computeValue(Class<?> type) {
            return new StaticSlots(type);
        }
    };

    private final Class<?> type;
    private final HookHost host;
    /// Never changed in place, like those of an object.
    private @Nullable HookSlots slots;

    private StaticSlots(Class<?> type) {
        this.type = type;
        this.host = make(type);
    }

    /// The slot of a point for the static methods of a class.
    ///
    /// @param point a constant, as {@link DispatchSlot#point} is
    public static DispatchSlot find(Class<?> type, String point) {
        StaticSlots its = OF.get(type);
        DispatchSlot slot = HookSlots.find(its.slots, point);
        return slot == null ? its.bind(point) : slot;
    }

    private synchronized DispatchSlot bind(String point) {
        DispatchSlot slot = HookSlots.bind(type, host.hooks(), point);
        slots = HookSlots.with(slots, slot);
        return slot;
    }

    private static HookHost make(Class<?> type) {
        Class<? extends HookHost> host = Objects.requireNonNull(type.getAnnotation(HooksFrom.class)).value();
        try {
            Constructor<? extends HookHost> constructor = host.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(host.getName() + ", from which " + type.getName() + " has its hook tables, cannot be made: it needs a"
                    + " constructor without parameters that throws nothing", e);
        }
    }
}
