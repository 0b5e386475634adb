package io.weft.net.logging;

import io.weft.net.Stack;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The loop thread's side of logging: it never waits and never allocates, and what is too much is counted.
final class PacketLog {

    private static final int LINES = 1024;
    private static final int COPIES = 512;

    private final Stack stack;
    private final Ring<LogLine> lines = new Ring<>(LINES, LogLine::new);
    private final Ring<LoggedCopy> copies = new Ring<>(COPIES, LoggedCopy::new);
    private final RateLimit lineLimit;
    private final RateLimit copyLimit;
    private final AtomicLong suppressedLines = new AtomicLong();
    private final AtomicLong lostLines = new AtomicLong();
    private final AtomicLong suppressedCopies = new AtomicLong();
    private final AtomicLong lostCopies = new AtomicLong();
    private volatile @Nullable Runnable wake;

    PacketLog(Stack stack, LoggingConfig config) {
        this.stack = stack;
        lineLimit = new RateLimit(config.linesPerSecond(), stack.nowNs());
        copyLimit = new RateLimit(config.packetsPerSecond(), stack.nowNs());
    }

    /// Who is to be told when there is something.
    void onPublish(Runnable reader) {
        wake = reader;
    }

    long nowNs() {
        return stack.nowNs();
    }

    /// A line to write, or null when it is one too many.
    @Nullable LogLine claimLine() {
        if (!lineLimit.allow(stack.nowNs())) {
            count(suppressedLines);
            return null;
        }
        LogLine line = lines.claim();
        if (line == null) {
            count(lostLines);
        }
        return line;
    }

    void publishLine() {
        lines.publish();
        tell();
    }

    /// A copy to fill, or null when it is one too many.
    @Nullable LoggedCopy claimCopy() {
        if (!copyLimit.allow(stack.nowNs())) {
            count(suppressedCopies);
            return null;
        }
        LoggedCopy copy = copies.claim();
        if (copy == null) {
            count(lostCopies);
        }
        return copy;
    }

    void publishCopy() {
        copies.publish();
        tell();
    }

    private void tell() {
        Runnable reader = wake;
        if (reader != null) {
            reader.run();
        }
    }

    private static void count(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }

    /// For the reader.
    Ring<LogLine> lines() {
        return lines;
    }

    /// For the reader.
    Ring<LoggedCopy> copies() {
        return copies;
    }

    /// Lines beyond the limit.
    long suppressedLines() {
        return suppressedLines.getAcquire();
    }

    /// Lines that found no slot.
    long lostLines() {
        return lostLines.getAcquire();
    }

    /// Packets of NFLOG beyond the limit.
    long suppressedCopies() {
        return suppressedCopies.getAcquire();
    }

    /// Packets of NFLOG that found no slot.
    long lostCopies() {
        return lostCopies.getAcquire();
    }
}
