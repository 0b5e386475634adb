package com.example.audit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Events on their way from the loop to whoever writes them; one thread at each end. It never waits: what finds no room is counted.
final class EventQueue {

    private final AtomicReferenceArray<@Nullable AuditEvent> slots;
    private final AtomicLong lost = new AtomicLong();
    private int tail;
    private int head;

    EventQueue(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    /// By the loop.
    void offer(AuditEvent event) {
        if (slots.getAcquire(tail) != null) {
            lost.incrementAndGet();
            return;
        }
        slots.setRelease(tail, event);
        tail = tail + 1 == slots.length() ? 0 : tail + 1;
    }

    /// By the writer; null when there is none.
    @Nullable AuditEvent poll() {
        AuditEvent event = slots.getAcquire(head);
        if (event != null) {
            slots.setRelease(head, null);
            head = head + 1 == slots.length() ? 0 : head + 1;
        }
        return event;
    }

    /// How many found no room since this was last asked.
    long takeLost() {
        return lost.getAndSet(0);
    }
}
