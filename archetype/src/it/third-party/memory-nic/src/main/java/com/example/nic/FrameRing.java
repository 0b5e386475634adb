package com.example.nic;

import io.weft.net.packet.Packet;
import java.util.concurrent.atomic.AtomicLong;

/// Frames on their way from one thread to another, in memory that is made once.
///
///     head ──▶ | frame | frame | free | free | ◀── tail (moved by the sender)
final class FrameRing {

    private final int slots;
    private final int slotBytes;
    private final byte[] bytes;
    private final int[] lengths;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private volatile boolean awaited;

    FrameRing(int slots, int slotBytes) {
        this.slots = slots;
        this.slotBytes = slotBytes;
        bytes = new byte[Math.multiplyExact(slots, slotBytes)];
        lengths = new int[slots];
    }

    // ---- the sender

    /// Copies a frame; false when it is longer than a slot, or all slots are taken.
    boolean offer(Packet frame) {
        long at = tail.get();
        if (at - head.get() == slots || frame.length() > slotBytes) {
            return false;
        }
        int slot = (int) (at % slots);
        lengths[slot] = frame.length();
        frame.copyTo(0, bytes, slot * slotBytes, frame.length());
        tail.set(at + 1);
        return true;
    }

    /// Whether the receiver is to be woken; asked behind the last frame, answered true once.
    boolean isAwaited() {
        if (!awaited) {
            return false;
        }
        awaited = false;
        return true;
    }

    // ---- the receiver

    boolean hasNext() {
        return head.get() != tail.get();
    }

    /// Says that it has found nothing and is to be woken; true when there is something by now.
    boolean waitsFor() {
        awaited = true;
        return hasNext();
    }

    /// Moves the oldest frame into an empty packet.
    void take(Packet to) {
        long at = head.get();
        int slot = (int) (at % slots);
        to.put(lengths[slot]);
        to.copyFrom(0, bytes, slot * slotBytes, lengths[slot]);
        head.set(at + 1);
    }
}
