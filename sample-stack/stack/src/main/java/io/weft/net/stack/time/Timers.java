package io.weft.net.stack.time;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The timers of one loop, in a binary heap, and the time as its rooms see it. Belongs to the loop thread.
///
/// A timer that is put off stays where it is, and is moved when its turn comes: most are put off with every packet and never fire.
public final class Timers {

    /// What {@link #nextDeadlineNs} answers when no timer is set.
    public static final long NEVER = Long.MAX_VALUE;

    private @Nullable Timer[] heap = new Timer[64];
    private int size;
    private long nowNs;

    public Timers(long nowNs) {
        this.nowNs = nowNs;
    }

    /// The time of this turn of the loop; it does not move within one.
    public long nowNs() {
        return nowNs;
    }

    /// Sets `timer`, or sets it anew, to fire once `delayNs` from now.
    public void set(Timer timer, long delayNs) {
        timer.deadlineNs = nowNs + delayNs;
        if (timer.isSet() && timer.deadlineNs >= timer.keyNs) {
            return;
        }
        cancel(timer);
        timer.keyNs = timer.deadlineNs;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        timer.place = size;
        heap[size++] = timer;
        up(timer.place);
    }

    public void cancel(Timer timer) {
        if (!timer.isSet()) {
            return;
        }
        int place = timer.place;
        timer.place = Timer.IDLE;
        Timer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            put(place, last);
            up(place);
            down(last.place);
        }
    }

    /// When the next timer is due, in the terms of {@link #nowNs}, or {@link #NEVER}.
    public long nextDeadlineNs() {
        moveThosePutOff();
        return size == 0 ? NEVER : at(0).deadlineNs;
    }

    /// Moves the time on. A clock that went back leaves it where it was.
    public void advance(long toNs) {
        nowNs = Math.max(nowNs, toNs);
    }

    /// Takes the next timer that is due and fires it.
    ///
    /// @return false when none is
    public boolean fireNext() {
        moveThosePutOff();
        if (size == 0 || at(0).deadlineNs > nowNs) {
            return false;
        }
        Timer timer = at(0);
        cancel(timer);
        timer.fire();
        return true;
    }

    /// Forgets all timers.
    public void clear() {
        for (int i = 0; i < size; i++) {
            at(i).place = Timer.IDLE;
            heap[i] = null;
        }
        size = 0;
    }

    /// Until the first timer is the next that is due.
    private void moveThosePutOff() {
        while (size > 0 && at(0).keyNs != at(0).deadlineNs) {
            Timer first = at(0);
            first.keyNs = first.deadlineNs;
            down(0);
        }
    }

    private Timer at(int place) {
        return Objects.requireNonNull(heap[place]);
    }

    private void put(int place, Timer timer) {
        heap[place] = timer;
        timer.place = place;
    }

    private void up(int from) {
        Timer timer = at(from);
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (at(parent).keyNs <= timer.keyNs) {
                break;
            }
            put(place, at(parent));
            place = parent;
        }
        put(place, timer);
    }

    private void down(int from) {
        Timer timer = at(from);
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && at(child + 1).keyNs < at(child).keyNs) {
                child++;
            }
            if (timer.keyNs <= at(child).keyNs) {
                break;
            }
            put(place, at(child));
            place = child;
        }
        put(place, timer);
    }
}
