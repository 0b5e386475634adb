package io.weft.net.testkit.time;

import io.weft.net.stack.NetStack;
import io.weft.net.stack.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A clock that stands still until a test moves it, and what moves with it: stacks and links. Hours pass in milliseconds, and every run is
/// the same.
///
///     VirtualTime time = new VirtualTime();
///     NetStack stack = NetStack.builder().clock(time::nowNs).build();
///     time.drive(stack);
///     time.pass(Duration.ofMinutes(2));
///
/// Everything runs on the thread that calls.
public final class VirtualTime {

    private static final int TURNS = 100_000;

    private final List<Driven> driven = new ArrayList<>();
    private long nowNs = 1_000_000_000L;

    /// What has things to do at certain times.
    public interface Driven {

        /// Does what is due now.
        ///
        /// @return whether there was anything
        boolean turn();

        /// When there is something to do even if nothing arrives, {@link Timers#NEVER} where there is not.
        long nextDeadlineNs();
    }

    /// What stacks on this clock are built with: `NetStack.builder().clock(time::nowNs)`.
    public long nowNs() {
        return nowNs;
    }

    public Duration now() {
        return Duration.ofNanos(nowNs);
    }

    /// From now on the stack does its work when this time moves; it must not be started.
    public VirtualTime drive(NetStack stack) {
        return drive(new Driven() {
            @Override
            public boolean turn() {
                return stack.turn();
            }

            @Override
            public long nextDeadlineNs() {
                return stack.nextDeadlineNs();
            }
        });
    }

    public VirtualTime drive(Driven one) {
        driven.add(one);
        return this;
    }

    /// Turns until nobody has anything to do now.
    public VirtualTime settle() {
        for (int i = 0; i < TURNS; i++) {
            if (!turn()) {
                return this;
            }
        }
        throw new AssertionError("what this time drives does not come to rest");
    }

    /// Lets time pass, with what happens in it.
    public VirtualTime pass(Duration time) {
        long endNs = nowNs + time.toNanos();
        settle();
        for (long next = nextDeadlineNs(); next <= endNs; next = nextDeadlineNs()) {
            nowNs = Math.max(nowNs, next);
            settle();
        }
        nowNs = endNs;
        return settle();
    }

    /// Moves on from event to event until something is true.
    ///
    /// @throws AssertionError when it is not within `atMost`
    public VirtualTime until(BooleanSupplier done, Duration atMost) {
        long endNs = nowNs + atMost.toNanos();
        settle();
        while (!done.getAsBoolean()) {
            long next = nextDeadlineNs();
            if (next >= endNs) {
                throw new AssertionError("what is waited for does not happen within " + atMost);
            }
            nowNs = Math.max(nowNs, next);
            settle();
        }
        return this;
    }

    private boolean turn() {
        boolean busy = false;
        for (Driven each : driven) {
            busy |= each.turn();
        }
        return busy;
    }

    private long nextDeadlineNs() {
        long next = Timers.NEVER;
        for (Driven each : driven) {
            next = Math.min(next, each.nextDeadlineNs());
        }
        return next;
    }
}
