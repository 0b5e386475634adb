package io.weft.hook.runtime.plugin;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one plugin does in the background, on one thread of its own.
final class PluginSchedule extends ScheduledThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(PluginSchedule.class);

    private final String plugin;

    PluginSchedule(String plugin, ClassLoader classes) {
        super(1, task -> {
            Thread thread = new Thread(task, "plugin " + plugin);
            thread.setDaemon(true);
            thread.setContextClassLoader(classes);
            return thread;
        });
        this.plugin = plugin;
        setRemoveOnCancelPolicy(true);
    }

    /// Lets nothing run any more, interrupts what runs, and waits for its end.
    void end(long timeoutMs) {
        shutdownNow();
        try {
            if (!awaitTermination(timeoutMs, TimeUnit.MILLISECONDS)) {
                LOG.warn("Plugin {}: what it does in the background still runs, {} ms after it was interrupted", plugin, timeoutMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
