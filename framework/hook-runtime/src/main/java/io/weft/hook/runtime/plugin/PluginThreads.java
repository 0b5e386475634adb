package io.weft.hook.runtime.plugin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which threads are inside a plugin's code, and how they are got out when it stops.
final class PluginThreads {

    private static final Logger LOG = LoggerFactory.getLogger(PluginThreads.class);

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

    /// Interrupts the threads that are still inside a plugin that has stopped, and waits until they have left it.
    static void end(String plugin, ClassLoader classes, long timeoutMs) {
        String name = Objects.requireNonNull(classes.getName());
        List<Thread> inside = inside(name);
        if (inside.isEmpty()) {
            return;
        }
        LOG.warn("Plugin {}: it left threads behind when it stopped, which are interrupted: {}", plugin, names(inside));
        inside.forEach(Thread::interrupt);
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (Thread thread : inside) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            try {
                thread.join(Math.max(1, leftMs));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        List<Thread> stubborn = inside(name);
        if (!stubborn.isEmpty()) {
            LOG.error("Plugin {}: threads are still inside it, {} ms after they were interrupted; its classes stay until they leave: {}",
                    plugin, timeoutMs, names(stubborn));
        }
    }

    private static List<String> names(List<Thread> threads) {
        return threads.stream().map(Thread::getName).sorted().toList();
    }
}
