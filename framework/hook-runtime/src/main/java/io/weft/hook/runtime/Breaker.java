package io.weft.hook.runtime;

import io.weft.hook.BreakerOptions;
import io.weft.hook.Handler;
import io.weft.hook.HandlerHealth;
import io.weft.hook.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts one handler out when it fails too often, and gives it a trial after a pause.
///
/// The chain is made anew with somebody who stands in, so a handler that does not fail pays nothing. That is done by the timer's thread:
/// the one whose handler failed may have no stack left, and has subjects waiting.
final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
    private static final Verdict OUT = Verdict.drop("its handler is out after repeated faults");
    private static final Runnable NOTHING = () -> { };

    private final Attachment attachment;
    private final BreakerOptions options;
    private final Timer timer;
    private final LongAdder bypassed = new LongAdder();
    private final Handler<Object> standIn = subject -> bypass();
    // guarded by this
    private HandlerHealth.Breaker state = HandlerHealth.Breaker.CLOSED;
    /// When the last faults fell, as a ring.
    private final long[] faultsNs;
    private long faults;
    private long opened;
    private Duration pause;
    private Runnable cancel = NOTHING;
    private boolean forgotten;

    Breaker(Attachment attachment, BreakerOptions options, Timer timer) {
        this.attachment = attachment;
        this.options = options;
        this.timer = timer;
        this.faultsNs = new long[options.faults()];
        this.pause = options.pause();
    }

    synchronized HandlerHealth.Breaker state() {
        return state;
    }

    synchronized long opened() {
        return opened;
    }

    /// Subjects that the handler never saw.
    long bypassed() {
        return bypassed.sum();
    }

    /// Told of each fault. A thread that was inside when the handler was put out may come late with one; that one changes nothing.
    synchronized void failed() {
        if (state != HandlerHealth.Breaker.CLOSED) {
            return;
        }
        long nowNs = timer.nowNs();
        faultsNs[(int) (faults % faultsNs.length)] = nowNs;
        faults++;
        if (faults >= faultsNs.length && nowNs - faultsNs[(int) (faults % faultsNs.length)] <= options.within().toNanos()) {
            // first what may fail, should there be little stack left
            later(Duration.ZERO, this::putOut);
            state = HandlerHealth.Breaker.OPEN;
            opened++;
        }
    }

    private void putOut() {
        if (!attachment.replaceBy(standIn)) {
            return;
        }
        LOG.error("Plugin {}: handler {} is detached from hook point {} after {} faults within {}; subjects {} without it until its trial in {}",
                attachment.owner(), attachment.name(), attachment.point().name(), options.faults(), options.within(), fate(), options.pause());
        later(options.pause(), this::tryAgain);
    }

    private String fate() {
        return attachment.failsOpen() ? "pass" : "are dropped";
    }

    private void tryAgain() {
        synchronized (this) {
            state = HandlerHealth.Breaker.HALF_OPEN;
        }
        attachment.replaceBy(new Trial());
    }

    private void putOutAgain() {
        Duration next;
        synchronized (this) {
            next = pause;
        }
        if (!attachment.replaceBy(standIn)) {
            return;
        }
        LOG.warn("Plugin {}: handler {} failed its trial at hook point {}; the next one is in {}",
                attachment.owner(), attachment.name(), attachment.point().name(), next);
        later(next, this::tryAgain);
    }

    private void putBack() {
        synchronized (this) {
            state = HandlerHealth.Breaker.CLOSED;
            faults = 0;
            pause = options.pause();
        }
        if (attachment.replaceBy(attachment.handler())) {
            LOG.info("Plugin {}: handler {} stood its trial and is back at hook point {}",
                    attachment.owner(), attachment.name(), attachment.point().name());
        }
    }

    private synchronized void trialFailed() {
        later(Duration.ZERO, this::putOutAgain);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(options.longestPause()) < 0 ? longer : options.longestPause();
        state = HandlerHealth.Breaker.OPEN;
        opened++;
    }

    private synchronized void later(Duration delay, Runnable step) {
        if (!forgotten) {
            cancel = timer.after(delay.toNanos(), step);
        }
    }

    /// Does nothing any more: the handler was detached for good, and nothing here may keep its plugin.
    synchronized void forget() {
        forgotten = true;
        cancel.run();
        cancel = NOTHING;
    }

    private Verdict bypass() {
        bypassed.increment();
        return attachment.failsOpen() ? Verdict.ACCEPT : OUT;
    }

    /// Gives the handler one subject, whoever brings it; the others pass it by.
    private final class Trial implements Handler<Object> {

        private final AtomicBoolean begun = new AtomicBoolean();

        @Override
        public Verdict handle(Object subject) {
            return begun.compareAndSet(false, true) ? trial(subject) : bypass();
        }

        private Verdict trial(Object subject) {
            boolean passed = false;
            try {
                Verdict verdict = answer(subject);
                passed = true;
                return verdict;
            } finally {
                if (passed) {
                    later(Duration.ZERO, Breaker.this::putBack);
                } else {
                    trialFailed();
                }
            }
        }

        /// Its repeats are part of the trial.
        @SuppressWarnings("unchecked")
        private Verdict answer(Object subject) {
            Handler<Object> handler = (Handler<Object>) attachment.handler();
            for (int turns = 0; turns <= Verdict.MAX_REPEATS; turns++) {
                Verdict verdict = Objects.requireNonNull(handler.handle(subject), Chain.ANSWERED_NULL);
                if (verdict != Verdict.REPEAT) {
                    return verdict;
                }
            }
            throw new IllegalStateException(Chain.REPEATED);
        }
    }
}
