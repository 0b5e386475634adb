package io.weft.net.conntrack;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connections by the time when they end: a wheel of wheels, so that a refresh costs one store and an end costs no search.
///
/// A connection stands in a slot that comes up when it ends or earlier. When its slot comes up and it was refreshed meanwhile, it moves on.
/// Only one that is to end *earlier* than its slot comes up has to be moved at once. A turn of the first wheel is 64 ticks of some
/// 268 ms; each further one turns 64 times as slowly, and the fourth holds what ends within 52 days, or looks again then.
final class ExpiryWheel {

    /// The slot of a connection that stands in none.
    static final int NOWHERE = -1;

    private static final int TICK_SHIFT = 28;
    private static final int WHEEL_SHIFT = 6;
    private static final int SLOTS = 1 << WHEEL_SHIFT;
    private static final int WHEELS = 4;
    /// The length of a tick.
    static final long TICK_NS = 1L << TICK_SHIFT;

    private final @Nullable TrackedConnection[] slots = new TrackedConnection[WHEELS * SLOTS];
    private long tick;
    private int size;

    ExpiryWheel(long nowNs) {
        tick = nowNs >> TICK_SHIFT;
    }

    void add(TrackedConnection connection) {
        size++;
        place(connection);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Follows a connection whose end has come nearer. For one whose end has moved away nothing is to be done, and neither for one whose
    /// slot comes up early enough all the same: TCP's time-out goes up and down with every segment and its acknowledgment.
    void hasten(TrackedConnection connection) {
        if (connection.slot != NOWHERE && comesUp(connection.slot) > due(connection)) {
            unlink(connection);
            place(connection);
        }
    }

    void remove(TrackedConnection connection) {
        if (connection.slot != NOWHERE) {
            unlink(connection);
            size--;
        }
    }

    private void unlink(TrackedConnection connection) {
        int slot = connection.slot;
        TrackedConnection before = connection.earlier;
        TrackedConnection behind = connection.later;
        if (before == null) {
            slots[slot] = behind;
        } else {
            before.later = behind;
        }
        if (behind != null) {
            behind.earlier = before;
        }
        connection.earlier = null;
        connection.later = null;
        connection.slot = NOWHERE;
    }

    /// Turns to `nowNs` and hands out the connections that have ended by then; each is out of the wheel when it is handed out.
    void turn(long nowNs, Consumer<TrackedConnection> ended) {
        long to = nowNs >> TICK_SHIFT;
        while (tick < to) {
            if (size == 0) {
                tick = to;
                return;
            }
            tick++;
            for (int wheel = 0; wheel < WHEELS; wheel++) {
                empty(slotAt(wheel, tick), nowNs, ended);
                if ((tick >> wheel * WHEEL_SHIFT & SLOTS - 1) != 0) {
                    break;
                }
            }
        }
    }

    private void empty(int slot, long nowNs, Consumer<TrackedConnection> ended) {
        // one by one: who hears of an end may bring about others
        for (TrackedConnection connection = slots[slot]; connection != null; connection = slots[slot]) {
            unlink(connection);
            if (connection.expiresNs - nowNs <= 0) {
                size--;
                ended.accept(connection);
            } else {
                place(connection);
            }
        }
    }

    private void place(TrackedConnection connection) {
        long due = due(connection);
        long ahead = due - tick;
        int wheel = 0;
        while (wheel < WHEELS - 1 && ahead >= 1L << (wheel + 1) * WHEEL_SHIFT) {
            wheel++;
        }
        if (ahead >= 1L << WHEELS * WHEEL_SHIFT) {
            due = tick + (1L << WHEELS * WHEEL_SHIFT) - 1;
        }
        int slot = slotAt(wheel, due);
        TrackedConnection first = slots[slot];
        connection.later = first;
        if (first != null) {
            first.earlier = connection;
        }
        slots[slot] = connection;
        connection.slot = slot;
    }

    /// The first tick that begins when a connection has ended.
    private long due(TrackedConnection connection) {
        return Math.max(tick + 1, connection.expiresNs + TICK_NS - 1 >> TICK_SHIFT);
    }

    /// The next tick that empties a slot.
    private long comesUp(int slot) {
        int shift = slot / SLOTS * WHEEL_SHIFT;
        long turn = tick >> shift;
        // a slot is emptied when its turn begins, so one whose turn it is now waits for the next round
        long ahead = slot - turn - 1 & SLOTS - 1;
        return turn + 1 + ahead << shift;
    }

    private static int slotAt(int wheel, long tick) {
        return wheel * SLOTS + (int) (tick >> wheel * WHEEL_SHIFT & SLOTS - 1);
    }
}
