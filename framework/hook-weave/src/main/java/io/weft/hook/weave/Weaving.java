package io.weft.hook.weave;

import io.weft.hook.Hook;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Tells whether hook methods were woven: one that was not runs as if it had no handlers, and nothing else would say so.
public final class Weaving {

    private Weaving() { }

    /// Makes sure, when a host starts, that the hook methods of its classes and of their superclasses are woven.
    ///
    /// @throws IllegalStateException naming each method that is not, and what to do about it
    public static void require(Class<?>... hosts) {
        Collection<String> unwoven = unwoven(hosts);
        if (!unwoven.isEmpty()) {
            throw new IllegalStateException(String.join(", ", unwoven) + (unwoven.size() == 1 ? " is a hook point" : " are hook points")
                    + " that nobody wove, so no handler would ever see a subject there; add the goal `weave` of"
                    + " io.weft:hook-maven-plugin to the build, or start Java with -javaagent:aspectjweaver.jar");
        }
    }

    /// The hook methods of these classes and of their superclasses that are not woven, as `Class.method`.
    public static List<String> unwoven(Class<?>... hosts) {
        List<String> unwoven = new ArrayList<>();
        for (Class<?> host : hosts) {
            for (Class<?> type = host; type != null; type = type.getSuperclass()) {
                addUnwoven(type, unwoven);
            }
        }
        return unwoven.stream().distinct().toList();
    }

    private static void addUnwoven(Class<?> type, List<String> unwoven) {
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Hook.class) && !method.isSynthetic())
                .filter(method -> !isWoven(method))
                .map(method -> type.getName() + "." + method.getName())
                .sorted()
                .forEach(unwoven::add);
    }

    private static boolean isWoven(Method method) {
        return method.isAnnotationPresent(Woven.class)
                && (Modifier.isStatic(method.getModifiers()) || WovenHost.class.isAssignableFrom(method.getDeclaringClass()));
    }
}
