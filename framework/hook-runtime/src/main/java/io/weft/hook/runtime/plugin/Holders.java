package io.weft.hook.runtime.plugin;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/// Looks for what keeps a plugin's classes alive at the places where that usually is.
final class Holders {

    private final ClassLoader loader;
    private final List<String> found = new ArrayList<>();

    private Holders(ClassLoader loader) {
        this.loader = loader;
    }

    static List<String> of(ClassLoader loader) {
        Holders holders = new Holders(loader);
        holders.threads();
        holders.threadLocals();
        holders.shutdownHooks();
        holders.loggers();
        holders.beans();
        holders.processWide();
        return List.copyOf(holders.found);
    }

    /// Whether thread locals and shutdown hooks can be looked at.
    static boolean seeAll() {
        return opened(Thread.class, "threadLocals") != null;
    }

    private boolean isOurs(@Nullable Object object) {
        if (object == null) {
            return false;
        }
        return object == loader || (object instanceof Class<?> type ? type : object.getClass()).getClassLoader() == loader;
    }

    private void threads() {
        List<Thread> inside = PluginThreads.inside(String.valueOf(loader.getName()));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            List<String> why = new ArrayList<>();
            if (isOurs(thread)) {
                why.add("its class is the plugin's");
            }
            if (inside.contains(thread)) {
                why.add("its stack is inside the plugin");
            }
            if (thread.getContextClassLoader() == loader) {
                why.add("its context class loader is the plugin's");
            }
            if (isOurs(thread.getUncaughtExceptionHandler())) {
                why.add("its uncaught exception handler is the plugin's");
            }
            if (!why.isEmpty()) {
                found.add("thread '" + thread.getName() + "': " + String.join(", ", why));
            }
        }
        VirtualThreads.inside(String.valueOf(loader.getName()))
                .forEach(thread -> found.add("virtual thread '" + thread + "': its stack is inside the plugin"));
        if (isOurs(Thread.getDefaultUncaughtExceptionHandler())) {
            found.add("the default uncaught exception handler");
        }
    }

    /// The JDK's own fields can be looked into only where the JVM was started with `--add-opens java.base/java.lang=ALL-UNNAMED`.
    private void threadLocals() {
        Field locals = opened(Thread.class, "threadLocals");
        if (locals == null) {
            return;
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            for (String name : List.of("threadLocals", "inheritableThreadLocals")) {
                Object map = value(opened(Thread.class, name), thread);
                Object table = map == null ? null : value(opened(map.getClass(), "table"), map);
                for (int i = 0; table != null && i < Array.getLength(table); i++) {
                    Object entry = Array.get(table, i);
                    Object value = entry == null ? null : value(opened(entry.getClass(), "value"), entry);
                    if (isOurs(value)) {
                        found.add("a thread local of thread '" + thread.getName() + "': a " + name(value));
                    }
                }
            }
        }
    }

    private void shutdownHooks() {
        try {
            Class<?> hooks = Class.forName("java.lang.ApplicationShutdownHooks");
            if (value(opened(hooks, "hooks"), null) instanceof Map<?, ?> threads) {
                for (Object thread : threads.keySet()) {
                    Object target = task((Thread) thread);
                    if (isOurs(thread) || isOurs(target) || ((Thread) thread).getContextClassLoader() == loader) {
                        found.add("shutdown hook '" + ((Thread) thread).getName() + "': a " + name(target == null ? thread : target));
                    }
                }
            }
        } catch (ClassNotFoundException otherJdk) {
            // this JDK keeps them elsewhere
            return;
        }
    }

    /// What a thread that was not started would run.
    private static @Nullable Object task(Thread thread) {
        Object holder = value(opened(Thread.class, "holder"), thread);
        return holder == null ? value(opened(Thread.class, "target"), thread) : value(opened(holder.getClass(), "task"), holder);
    }

    private void loggers() {
        LogManager manager = LogManager.getLogManager();
        for (String name : Collections.list(manager.getLoggerNames())) {
            Logger logger = manager.getLogger(name);
            if (logger == null) {
                continue;
            }
            for (Handler handler : logger.getHandlers()) {
                if (isOurs(handler) || isOurs(handler.getFormatter()) || isOurs(handler.getFilter())) {
                    found.add("a handler of the java.util.logging logger '" + name + "': " + name(handler));
                }
            }
            if (isOurs(logger) || isOurs(logger.getFilter()) || isOurs(logger.getLevel())) {
                found.add("the java.util.logging logger '" + name + "'");
            }
        }
    }

    private void beans() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName bean : server.queryNames(null, null)) {
            try {
                if (server.getClassLoaderFor(bean) == loader) {
                    found.add("MBean " + bean);
                }
            } catch (JMException gone) {
                // another one took it away in the meantime
            }
        }
    }

    private void processWide() {
        Arrays.stream(Security.getProviders()).filter(this::isOurs).map(Provider::getName).forEach(name -> found.add("security provider " + name));
        System.getProperties().forEach((key, value) -> {
            if (isOurs(key) || isOurs(value)) {
                found.add("system property " + key);
            }
        });
    }

    private static String name(@Nullable Object object) {
        return object == null ? "null" : object instanceof Class<?> type ? type.toString() : object.getClass().getName();
    }

    private static @Nullable Field opened(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            return field.trySetAccessible() ? field : null;
        } catch (NoSuchFieldException otherJdk) {
            return null;
        }
    }

    private static @Nullable Object value(@Nullable Field field, @Nullable Object object) {
        try {
            return field == null ? null : field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was opened and cannot be read", e);
        }
    }
}
