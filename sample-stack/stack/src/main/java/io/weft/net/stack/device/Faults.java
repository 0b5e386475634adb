package io.weft.net.stack.device;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What went wrong in code that the loop calls and must outlive, a driver, a task or a socket's owner: counted, and told to the log.
///
/// A fault that comes with every packet must not fill a disk: of those that follow soon after another only the number is told.
public final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final long QUIET_NS = 10_000_000_000L;

    private final LongAdder count = new LongAdder();
    private final String stack;
    private long toldNs;
    private boolean everTold;
    private long untold;

    /// @param stack whose faults these are
    public Faults(String stack) {
        this.stack = stack;
    }

    /// @param where the thing that failed, such as a driver's name
    public synchronized void report(String where, Throwable fault) {
        count.increment();
        long now = System.nanoTime();
        if (everTold && now - toldNs < QUIET_NS) {
            untold++;
            return;
        }
        LOG.error("{}: {} failed, the stack goes on{}", stack, where, untold == 0 ? "" : " (and " + untold + " faults before this one)", fault);
        everTold = true;
        toldNs = now;
        untold = 0;
    }

    /// How many there were. From any thread.
    public long count() {
        return count.sum();
    }
}
