package io.weft.hook.weave;

import io.weft.hook.Hook;
import io.weft.hook.Hooks;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.DispatchSource;
import io.weft.hook.spi.Dispatcher;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.reflect.MethodSignature;
import org.jspecify.annotations.Nullable;

/// A hook method of one host object, bound to the slot of its point.
///
/// Called by woven code only.
public final class HookSite {

    private final JoinPoint.StaticPart part;
    private final DispatchSlot slot;

    private HookSite(JoinPoint.StaticPart part, DispatchSlot slot) {
        this.part = part;
        this.slot = slot;
    }

    /// The site of a method among those of its object, or null when it is not bound yet.
    public static @Nullable HookSite find(@Nullable HookSite @Nullable [] sites, JoinPoint.StaticPart part) {
        int id = part.getId();
        if (sites != null && id < sites.length) {
            HookSite site = sites[id];
            return site == null || site.part == part ? site : findBehind(id, sites, part);
        }
        return null;
    }

    /// Ids are numbered anew in each class, so a subclass with hook methods of its own may meet its superclass's ids: then the next
    /// free place is taken.
    private static @Nullable HookSite findBehind(int place, @Nullable HookSite[] sites, JoinPoint.StaticPart part) {
        for (int i = place + 1; i < sites.length; i++) {
            HookSite site = sites[i];
            if (site == null || site.part == part) {
                return site;
            }
        }
        return null;
    }

    /// The chain that a subject must pass now, or null when the point has no handlers.
    public @Nullable Dispatcher dispatcher() {
        return slot.dispatcher();
    }

    static HookSite bind(WovenHost host, JoinPoint.StaticPart part) {
        Method method = ((MethodSignature) part.getSignature()).getMethod();
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        Hooks hooks = host.hooks();
        if (!(hooks instanceof DispatchSource source)) {
            throw new IllegalStateException(name + " needs hook tables made by hook-runtime, but hooks() answered " + hooks);
        }
        return new HookSite(part, source.slot(method.getAnnotation(Hook.class).value(), method.getParameterTypes()[0], name));
    }

    /// A copy of `sites` that has `added`, in the place where {@link #find} looks for it.
    static @Nullable HookSite[] with(@Nullable HookSite @Nullable [] sites, HookSite added) {
        int place = added.part.getId();
        while (sites != null && place < sites.length && sites[place] != null) {
            place++;
        }
        int length = Math.max(place + 1, sites == null ? 0 : sites.length);
        @Nullable HookSite[] next = sites == null ? new HookSite[length] : Arrays.copyOf(sites, length);
        next[place] = added;
        return next;
    }
}
