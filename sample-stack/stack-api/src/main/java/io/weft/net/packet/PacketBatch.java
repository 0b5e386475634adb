package io.weft.net.packet;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A fixed number of places for packets on their way between driver and stack.
public final class PacketBatch {

    private final @Nullable Packet[] packets;
    private int size;

    public PacketBatch(int capacity) {
        packets = new Packet[capacity];
    }

    public int capacity() {
        return packets.length;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean isFull() {
        return size == packets.length;
    }

    public int room() {
        return packets.length - size;
    }

    public void add(Packet packet) {
        packets[size] = packet;
        size++;
    }

    public Packet get(int index) {
        return Objects.requireNonNull(packets[Objects.checkIndex(index, size)]);
    }

    /// Forgets the packets, whose owner is someone else by now.
    public void clear() {
        Arrays.fill(packets, 0, size, null);
        size = 0;
    }

    /// Releases every packet and forgets it.
    public void release() {
        for (int i = 0; i < size; i++) {
            get(i).release();
        }
        clear();
    }
}
