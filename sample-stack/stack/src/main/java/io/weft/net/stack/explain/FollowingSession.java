package io.weft.net.stack.explain;

import io.weft.net.explain.PacketFollowing;
import io.weft.net.explain.PacketTrail.Entry;
import io.weft.net.explain.PacketWay;
import io.weft.net.packet.Packet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One who follows real packets: what he wants, and the ways that he has not read yet. Those are put together on his own thread.
final class FollowingSession implements PacketFollowing {

    /// Of all ways that wait for him, and those under way: some 20 MB.
    private static final int MOST_WEIGHT = 250_000;

    private record Told(int number, List<Entry> entries, int weight) { }

    private final @Nullable Predicate<Packet> which;
    private final int most;
    private final Consumer<FollowingSession> onClose;
    private final BlockingQueue<Told> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingWeight = new AtomicInteger();
    private final AtomicLong leftOut = new AtomicLong();
    // written by the loop alone; what is under way has begun and has not been told
    private volatile int begun;
    private volatile int told;

    /// @param which chooses packets; null for those that are traced
    FollowingSession(@Nullable Predicate<Packet> which, int most, Consumer<FollowingSession> onClose) {
        this.which = which;
        this.most = most;
        this.onClose = onClose;
    }

    // ---- on the loop

    boolean wants(Packet packet) {
        return which != null && begun < most && which.test(packet);
    }

    boolean followsTraced() {
        return which == null && begun < most;
    }

    /// @param underWay how much the packets weigh that are under way
    boolean hasRoom(int underWay) {
        return waitingWeight.get() + underWay < MOST_WEIGHT;
    }

    void leaveOut() {
        leftOut.incrementAndGet();
    }

    /// @return the number of a packet that is told from now on
    int begin() {
        begun = begun + 1;
        return begun;
    }

    void add(int number, List<Entry> entries, int weight) {
        waitingWeight.addAndGet(weight);
        waiting.add(new Told(number, entries, weight));
        told = told + 1;
    }

    // ---- on the thread of who reads

    @Override
    public @Nullable Followed next(long waitMs) throws InterruptedException {
        Told next = waiting.poll(waitMs, TimeUnit.MILLISECONDS);
        if (next == null) {
            return null;
        }
        waitingWeight.addAndGet(-next.weight);
        return new Followed(next.number, PacketWay.of(next.entries));
    }

    @Override
    public boolean isOver() {
        return begun >= most && told >= begun && waiting.isEmpty();
    }

    @Override
    public long takeLeftOut() {
        return leftOut.getAndSet(0);
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
