package io.weft.net.logging;

import io.weft.net.Stack;
import io.weft.net.tables.RuleTables;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that takes what the loop thread logged to SLF4J, to files and to listeners.
final class LogWriter implements NetfilterLog, Runnable, AutoCloseable {

    private static final Logger OWN = LoggerFactory.getLogger(LogWriter.class);
    private static final Logger LOG = LoggerFactory.getLogger("weft.LOG");
    private static final Logger TRACE = LoggerFactory.getLogger("weft.TRACE");
    private static final long REPORT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOCK_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long CLOSE_MS = 10_000;

    private final Stack stack;
    private final PacketLog log;
    private final LoggingConfig config;
    private final @Nullable NflogFiles files;
    private final Map<Integer, List<Consumer<LoggedPacket>>> listeners = new ConcurrentHashMap<>();
    private final Thread thread;
    private final long[] reported = new long[4];
    private volatile boolean parked;
    private volatile boolean closed;
    private long epochNs;
    private long clockAtNs;
    private long reportAtNs;

    LogWriter(Stack stack, PacketLog log, LoggingConfig config) {
        this.stack = stack;
        this.log = log;
        this.config = config;
        files = config.files() ? new NflogFiles(config) : null;
        thread = Thread.ofPlatform().daemon().name("weft-logging").unstarted(this);
    }

    void start() {
        setClock(System.nanoTime());
        log.onPublish(this::wake);
        thread.start();
    }

    /// From the loop thread.
    private void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public RuleTables.Lease listen(int group, Consumer<LoggedPacket> listener) {
        List<Consumer<LoggedPacket>> all = listeners.computeIfAbsent(group, _ -> new CopyOnWriteArrayList<>());
        all.add(listener);
        return () -> all.remove(listener);
    }

    @Override
    public void run() {
        while (true) {
            boolean last = closed;
            boolean some = drain();
            long now = System.nanoTime();
            if (last || now - reportAtNs >= 0) {
                report();
                reportAtNs = now + REPORT_NS;
            }
            if (last) {
                return;
            }
            if (now - clockAtNs >= 0) {
                setClock(now);
            }
            if (!some) {
                rest();
            }
        }
    }

    /// @return whether there was anything
    private boolean drain() {
        boolean some = false;
        for (LogLine line = log.lines().peek(); line != null; line = log.lines().peek()) {
            write(line);
            log.lines().done();
            some = true;
        }
        for (LoggedCopy copy = log.copies().peek(); copy != null; copy = log.copies().peek()) {
            hand(copy);
            log.copies().done();
            some = true;
        }
        if (some && files != null) {
            files.flush();
        }
        return some;
    }

    private void rest() {
        parked = true;
        // again, since what came before `parked` was seen wakes nobody
        if (log.lines().peek() == null && log.copies().peek() == null && !closed) {
            LockSupport.parkNanos(REPORT_NS);
        }
        parked = false;
    }

    private static void write(LogLine line) {
        Logger to = line.isTrace() ? TRACE : LOG;
        String text = line.toString();
        if (line.level() <= LogLevel.ERROR) {
            to.error("{}", text);
        } else if (line.level() == LogLevel.WARNING) {
            to.warn("{}", text);
        } else if (line.level() <= LogLevel.INFO) {
            to.info("{}", text);
        } else {
            to.debug("{}", text);
        }
    }

    private void hand(LoggedCopy copy) {
        List<Consumer<LoggedPacket>> to = listeners.getOrDefault(copy.group(), List.of());
        if (to.isEmpty() && files == null) {
            return;
        }
        LoggedPacket packet = copy.packet(epochNs);
        if (files != null) {
            files.write(packet);
        }
        for (Consumer<LoggedPacket> listener : to) {
            try {
                listener.accept(packet);
            } catch (RuntimeException | LinkageError fault) {
                OWN.error("a listener to NFLOG group {} failed: {}", packet.group(), listener.getClass().getName(), fault);
            }
        }
    }

    private void report() {
        say(0, log.suppressedLines(), "lines of LOG and TRACE were left out: more than linesPerSecond (" + config.linesPerSecond() + ")");
        say(1, log.lostLines(), "lines of LOG and TRACE were lost: they came faster than they could be written");
        say(2, log.suppressedCopies(), "packets of NFLOG were left out: more than packetsPerSecond (" + config.packetsPerSecond() + ")");
        say(3, log.lostCopies(), "packets of NFLOG were lost: they came faster than they could be written");
    }

    private void say(int which, long count, String what) {
        if (count != reported[which]) {
            OWN.warn("{} {}", count - reported[which], what);
            reported[which] = count;
        }
    }

    private void setClock(long now) {
        clockAtNs = now + CLOCK_NS;
        try {
            epochNs = stack.onLoop(() -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - stack.nowNs());
        } catch (Exception stopping) {
            OWN.debug("the stack's clock could not be asked", stopping);
        }
    }

    /// Writes what is left, and closes the files.
    @Override
    public void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join(CLOSE_MS);
        if (files != null) {
            files.close();
        }
    }
}
