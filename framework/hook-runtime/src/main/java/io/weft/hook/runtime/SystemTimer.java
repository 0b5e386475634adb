package io.weft.hook.runtime;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machine's time, and a daemon thread that is there while there is something to do.
final class SystemTimer implements Timer {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTimer.class);
    private static final long IDLE_MS = 1_000;

    private final ScheduledThreadPoolExecutor thread;

    SystemTimer() {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(null, task, "hook-timer", 0, false);
            made.setDaemon(true);
            // the thread that makes this one may be a plugin's
            made.setContextClassLoader(SystemTimer.class.getClassLoader());
            return made;
        });
        thread.setKeepAliveTime(IDLE_MS, TimeUnit.MILLISECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public Runnable after(long delayNs, Runnable task) {
        Future<?> later = thread.schedule(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("the hook tables' timer failed", e);
            }
        }, delayNs, TimeUnit.NANOSECONDS);
        return () -> later.cancel(false);
    }
}
