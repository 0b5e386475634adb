package io.weft.hook.runtime.plugin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which threads are inside a plugin's code, and how they are got out when it stops.
final class PluginThreads {

    private static final Logger LOG = LoggerFactory.getLogger(PluginThreads.class);

    private static final long GRACE_MS = 500;

    private PluginThreads() { }

    /// The platform threads, but for the caller, that have a frame of the plugin on their stack.
    ///
    /// @param classes the name of the plugin's class loader, which no other bears
    static List<Thread> inside(String classes) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey() != Thread.currentThread() && isInside(entry, classes))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isInside(Map.Entry<Thread, StackTraceElement[]> thread, String classes) {
        return Arrays.stream(thread.getValue()).anyMatch(frame -> classes.equals(frame.getClassLoaderName()));
    }

    /// Waits until no thread is inside a plugin that has stopped. Platform threads that do not leave by themselves are interrupted;
    /// virtual ones are named.
    static void end(String plugin, ClassLoader classes, long timeoutMs) {
        String name = Objects.requireNonNull(classes.getName());
        if (!awaitNobody(() -> inside(name), GRACE_MS)) {
            List<Thread> inside = inside(name);
            LOG.warn("Plugin {}: threads are inside it after it stopped, and are interrupted: {}", plugin, names(inside));
            inside.forEach(Thread::interrupt);
            if (!awaitNobody(() -> inside(name), timeoutMs)) {
                LOG.error("Plugin {}: threads are still inside it, {} ms after they were interrupted; its classes stay until they leave: {}",
                        plugin, timeoutMs, names(inside(name)));
            }
        }
        // after the platform threads, one of which may have waited for them or started them
        if (!awaitNobody(() -> VirtualThreads.inside(name), GRACE_MS)) {
            LOG.error("Plugin {}: virtual threads are inside it after it stopped, which nobody else can end; its classes stay until they leave: {}",
                    plugin, VirtualThreads.inside(name));
        }
    }

    private static boolean awaitNobody(Supplier<List<?>> inside, long timeoutMs) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!inside.get().isEmpty()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        return true;
    }

    private static List<String> names(List<Thread> threads) {
        return threads.stream().map(Thread::getName).sorted().toList();
    }
}
