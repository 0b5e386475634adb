package io.weft.net.stack.loop;

import io.weft.net.driver.Driver;
import io.weft.net.stack.device.Faults;
import io.weft.net.stack.device.NetDevice;
import io.weft.net.stack.time.Timers;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Runs a stack to completion, turn by turn: due timers and tasks, then a batch from each interface, then what gathered for each.
///
/// Until {@link #start} whoever calls {@link #turn} is the loop, one caller at a time; from then on a thread of its own is.
public final class StackLoop implements AutoCloseable {

    /// Turns without work before the thread sleeps: some microseconds, in which a burst's next frames may come.
    private static final int IDLE_TURNS = 32;
    /// Times in a row that the thread was woken for nothing, before it is held back: a card that is gone says so for ever.
    private static final int FRUITLESS_WAKES = 8;
    private static final long HELD_BACK_NS = 10_000_000L;
    private static final Runnable NOTHING = () -> { };

    private final String name;
    private final LongSupplier clock;
    private final Timers timers;
    private final Faults faults;
    private final Queue<FutureTask<?>> tasks = new ConcurrentLinkedQueue<>();
    // held by whoever is the loop: by the thread from start to end, before that by each caller of turn
    private final ReentrantLock ownership = new ReentrantLock();
    private volatile NetDevice[] devices = new NetDevice[0];
    private volatile @Nullable Thread thread;
    private volatile @Nullable Rest rest;
    private volatile boolean roused;
    private volatile boolean sleeping;
    private volatile boolean ending;
    private volatile boolean devicesChanged;

    public StackLoop(String name, LongSupplier clock, Timers timers, Faults faults) {
        this.name = name;
        this.clock = clock;
        this.timers = timers;
        this.faults = faults;
    }

    /// The interfaces to serve, in this order. On the loop.
    public void devices(NetDevice[] now) {
        devices = now;
        for (NetDevice device : now) {
            if (device.driver().fileDescriptor() < 0) {
                device.driver().onArrival(this::rouse);
            }
        }
        devicesChanged = true;
        rouse();
    }

    /// Whether the caller is the loop.
    public boolean isLoop() {
        return ownership.isHeldByCurrentThread();
    }

    /// Starts the loop's thread. Once.
    public synchronized void start() {
        if (thread != null || ending) {
            throw new IllegalStateException(name + (ending ? " is closed" : " is started already"));
        }
        Thread made = Thread.ofPlatform().name("weft-" + name).unstarted(this::run);
        thread = made;
        made.start();
    }

    /// Does what is to be done now, on the calling thread.
    ///
    /// @return whether there was anything
    /// @throws IllegalStateException when the loop has a thread of its own
    public boolean turn() {
        if (thread != null && !ending) {
            throw new IllegalStateException(name + " runs on a thread of its own");
        }
        ownership.lock();
        try {
            return !ending && oneTurn();
        } finally {
            ownership.unlock();
        }
    }

    /// When something is to be done even if nothing arrives, in the clock's terms, or {@link Timers#NEVER}.
    public long nextDeadlineNs() {
        long next = timers.nextDeadlineNs();
        long within = pollWithinNs();
        return within == Long.MAX_VALUE ? next : Math.min(next, clock.getAsLong() + within);
    }

    /// How long until the first driver has something to do that no arrival tells of.
    private long pollWithinNs() {
        long least = Long.MAX_VALUE;
        for (NetDevice device : devices) {
            least = Math.min(least, device.pollWithinNs());
        }
        return least;
    }

    /// Runs `task` on the loop and waits for its answer; without a thread of its own the caller is the loop.
    public <T> T call(Callable<T> task) throws Exception {
        if (isLoop()) {
            return task.call();
        }
        while (thread == null) {
            // a thread that is started meanwhile would never let go
            if (ownership.tryLock(1, TimeUnit.MILLISECONDS)) {
                try {
                    requireOpen();
                    return task.call();
                } finally {
                    ownership.unlock();
                }
            }
        }
        FutureTask<T> future = new FutureTask<>(task);
        tasks.add(future);
        rouse();
        if (ending && tasks.remove(future)) {
            requireOpen();
        }
        return answer(future);
    }

    /// Like {@link #call}, for what throws nothing checked.
    public <T> T configure(Callable<T> task) {
        try {
            return call(task);
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was being configured", interrupted);
        } catch (Exception impossible) {
            throw new AssertionError("configuring throws nothing checked", impossible);
        }
    }

    /// Like {@link #call}, for what answers nothing and throws nothing checked.
    public void configure(Runnable task) {
        configure(() -> {
            task.run();
            return null;
        });
    }

    /// Runs `task` on the loop with its next turn. From any thread; a loop that has ended runs nothing.
    public void execute(Runnable task) {
        tasks.add(new FutureTask<>(task, null));
        rouse();
    }

    private <T> T answer(FutureTask<T> future) throws Exception {
        try {
            return future.get();
        } catch (CancellationException closed) {
            throw new IllegalStateException(name + " is closed", closed);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case Exception thrown -> throw thrown;
                case Error thrown -> throw thrown;
                default -> throw failed;
            }
        }
    }

    private void requireOpen() {
        if (ending) {
            throw new IllegalStateException(name + " is closed");
        }
    }

    private void run() {
        ownership.lock();
        try {
            int idle = 0;
            int fruitless = 0;
            while (!ending) {
                if (oneTurn()) {
                    idle = 0;
                    fruitless = 0;
                } else if (++idle > IDLE_TURNS) {
                    // what a driver holds back is reason enough to have been woken
                    if (++fruitless > FRUITLESS_WAKES && pollWithinNs() == Long.MAX_VALUE) {
                        LockSupport.parkNanos(HELD_BACK_NS);
                    }
                    sleep();
                    idle = 0;
                }
            }
        } finally {
            closeRest();
            ownership.unlock();
        }
    }

    private boolean oneTurn() {
        boolean done = false;
        long now = clock.getAsLong();
        timers.advance(now);
        done |= fireTimers();
        done |= runTasks();
        for (NetDevice device : devices) {
            done |= device.receive(timers.nowNs()) > 0;
        }
        for (NetDevice device : devices) {
            done |= device.flush();
        }
        return done;
    }

    private boolean fireTimers() {
        boolean fired = false;
        boolean more = true;
        while (more) {
            try {
                more = timers.fireNext();
                fired |= more;
            } catch (RuntimeException | Error fault) {
                faults.report("a timer", fault);
            }
        }
        return fired;
    }

    private boolean runTasks() {
        boolean ran = false;
        for (FutureTask<?> task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            ran = true;
        }
        return ran;
    }

    private void sleep() {
        Rest resting = rest();
        sleeping = true;
        // whoever rouses the loop from here on finds it asleep; whoever did before is seen now
        if (!roused && !ending) {
            long next = nextDeadlineNs();
            resting.await(next == Timers.NEVER ? Long.MAX_VALUE : Math.max(0, next - clock.getAsLong()));
        }
        sleeping = false;
        roused = false;
    }

    /// Made anew when interfaces have come or gone.
    private Rest rest() {
        Rest now = rest;
        if (now != null && !devicesChanged) {
            return now;
        }
        devicesChanged = false;
        closeRest();
        int[] descriptors = Arrays.stream(devices).map(NetDevice::driver).mapToInt(Driver::fileDescriptor)
                .filter(fd -> fd >= 0).toArray();
        Rest made = descriptors.length == 0 ? new ParkedRest(Thread.currentThread()) : new PolledRest(descriptors);
        rest = made;
        return made;
    }

    private void closeRest() {
        Rest old = rest;
        rest = null;
        if (old != null) {
            old.close();
        }
    }

    /// Has the loop look at everything once more before it sleeps. From any thread.
    private void rouse() {
        roused = true;
        Rest resting = rest;
        if (sleeping && resting != null) {
            resting.wake();
        }
    }

    /// Ends the loop and runs `last` on it, with the loop's thread gone. Tasks that still wait fail.
    public void close(Runnable last) {
        Thread running;
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            running = thread;
        }
        rouse();
        if (running != null && running != Thread.currentThread()) {
            join(running);
        }
        ownership.lock();
        try {
            for (FutureTask<?> task = tasks.poll(); task != null; task = tasks.poll()) {
                task.cancel(false);
            }
            last.run();
        } finally {
            ownership.unlock();
        }
    }

    @Override
    public void close() {
        close(NOTHING);
    }

    private static void join(Thread running) {
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
