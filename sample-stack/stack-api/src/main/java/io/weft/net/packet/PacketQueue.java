package io.weft.net.packet;

import org.jspecify.annotations.Nullable;

/// A first-in-first-out queue of packets, linked through the packets themselves: it allocates nothing. A packet is in one queue at most.
public final class PacketQueue {

    private @Nullable Packet first;
    private @Nullable Packet last;
    private int size;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return first == null;
    }

    public void add(Packet packet) {
        if (last == null) {
            first = packet;
        } else {
            last.next = packet;
        }
        last = packet;
        size++;
    }

    public @Nullable Packet peek() {
        return first;
    }

    public @Nullable Packet poll() {
        Packet packet = first;
        if (packet != null) {
            first = packet.next;
            packet.next = null;
            if (first == null) {
                last = null;
            }
            size--;
        }
        return packet;
    }

    /// Drops every packet for one reason.
    public void drop(DropReason reason) {
        for (Packet packet = poll(); packet != null; packet = poll()) {
            packet.drop(reason);
        }
    }
}
