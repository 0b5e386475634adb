package io.weft.hook.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the turns of a handler that took too long, and says so at most once in a while.
final class SlowLog {

    private static final Logger LOG = LoggerFactory.getLogger(SlowLog.class);
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    private final String plugin;
    private final String handler;
    private final String point;
    private long turns;
    private boolean reported;
    private long lastReportNs;

    SlowLog(String plugin, String handler, String point) {
        this.plugin = plugin;
        this.handler = handler;
        this.point = point;
    }

    synchronized void report(long tookNs, long nowNs, Duration budget) {
        turns++;
        if (reported && nowNs - lastReportNs < PAUSE_NS) {
            return;
        }
        reported = true;
        lastReportNs = nowNs;
        LOG.warn("Plugin {}: handler {} at hook point {} took {} µs for a subject, its budget is {} µs; so did {} sampled turns until now",
                plugin, handler, point, TimeUnit.NANOSECONDS.toMicros(tookNs), TimeUnit.NANOSECONDS.toMicros(budget.toNanos()), turns);
    }

    /// How many sampled turns took too long.
    synchronized long turns() {
        return turns;
    }
}
