package io.weft.hook.runtime;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says that a handler fails: the first time with its stack trace, then at most once in a while with a count.
final class FaultLog {

    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    private final String plugin;
    private final String handler;
    private final String point;
    private final Timer timer;
    private long unreported;
    private boolean reported;
    private long lastReportNs;

    FaultLog(String plugin, String handler, String point, Timer timer) {
        this.plugin = plugin;
        this.handler = handler;
        this.point = point;
        this.timer = timer;
    }

    /// Never throws, however little stack is left.
    ///
    /// @param goesOn whether the subject passes in spite of the fault
    void report(Throwable fault, boolean goesOn) {
        try {
            write(fault, goesOn);
        } catch (Throwable loggingFailed) {
            if (loggingFailed instanceof VirtualMachineError dying && !(loggingFailed instanceof StackOverflowError)) {
                throw dying;
            }
        }
    }

    private synchronized void write(Throwable fault, boolean goesOn) {
        long nowNs = timer.nowNs();
        unreported++;
        if (reported && nowNs - lastReportNs < PAUSE_NS) {
            return;
        }
        String fate = goesOn ? "passes nevertheless" : "is dropped";
        if (!reported) {
            LOG.error("Plugin {}: handler {} failed at hook point {}; its subject {}", plugin, handler, point, fate, fault);
        } else {
            LOG.error("Plugin {}: handler {} failed {} more times at hook point {}, last with {}; its subject {}",
                    plugin, handler, unreported, point, String.valueOf(fault), fate);
        }
        reported = true;
        lastReportNs = nowNs;
        unreported = 0;
    }
}
