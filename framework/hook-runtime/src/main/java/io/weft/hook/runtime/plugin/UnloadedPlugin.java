package io.weft.hook.runtime.plugin;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What is left of a plugin that was unloaded: the question whether its classes are gone.
public final class UnloadedPlugin {

    private final PluginInfo plugin;
    private final boolean drained;
    private final String classes;
    private final WeakReference<ClassLoader> loader;

    UnloadedPlugin(RunningPlugin ended) {
        ClassLoader loader = ended.classes();
        this.plugin = ended.archive().info();
        this.drained = ended.isDrained();
        this.classes = String.valueOf(loader.getName());
        this.loader = new WeakReference<>(loader);
    }

    public PluginInfo plugin() {
        return plugin;
    }

    /// Whether no thread was inside its handlers any more when it was gone. Where one was, the log said so: the plugin's classes stay until
    /// it leaves.
    public boolean isDrained() {
        return drained;
    }

    /// Whether the garbage collector has taken the plugin's classes. It does so at its own time.
    public boolean isCollected() {
        return loader.get() == null;
    }

    /// Has the garbage collector run until the plugin's classes are gone. For tests and for the search of leaks: it stops the whole JVM.
    ///
    /// @throws IllegalStateException when they are still there after `timeoutMs`; the message names who was found to hold them and
    ///     says how to find out more
    public void requireCollected(long timeoutMs) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!isCollected()) {
            System.gc();
            if (System.nanoTime() - deadlineNs > 0 && !isCollected()) {
                throw new IllegalStateException(report());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /// Who was found to hold the plugin's classes: platform and virtual threads, thread locals, shutdown hooks, loggers, MBeans, security
    /// providers, system properties. Empty when they are gone, or when nobody of these is it.
    public List<String> holders() {
        ClassLoader there = loader.get();
        return there == null ? List.of() : Holders.of(there);
    }

    private String report() {
        StringBuilder report = new StringBuilder("plugin ").append(plugin.id()).append(' ').append(plugin.version())
                .append(" is unloaded, but its classes are not collected.");
        List<String> holders = holders();
        holders.forEach(holder -> report.append("\n  held by ").append(holder));
        List<String> path = holders.isEmpty() ? HeapPath.to(classes) : List.of();
        if (!path.isEmpty()) {
            report.append("\n  held by this way through the heap:");
            path.forEach(step -> report.append("\n    ").append(step));
        }
        if (!Holders.seeAll()) {
            report.append("\n  Thread locals and shutdown hooks were not looked at: that needs --add-opens java.base/java.lang=ALL-UNNAMED");
        }
        if (!VirtualThreads.areSeen()) {
            report.append("\n  Virtual threads were not looked at: that needs Java 21 or newer, and its module jdk.management");
        }
        return report.append("\n  A heap dump names every holder: jcmd ").append(ProcessHandle.current().pid())
                .append(" GC.heap_dump leak.hprof, then look for the paths from GC roots to the PluginClasses with name ").append(classes)
                .toString();
    }
}
