package io.weft.net.drivers.faulty;

import io.weft.net.packet.Packet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Frames on a link, by when they arrive: a heap of fixed size. Those that arrive at the same time keep their order.
final class FramesUnderWay {

    private final @Nullable Packet[] packets;
    private final long[] arrivesNs;
    private final long[] order;
    private int size;
    private long added;

    FramesUnderWay(int capacity) {
        packets = new Packet[capacity];
        arrivesNs = new long[capacity];
        order = new long[capacity];
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size == packets.length;
    }

    void add(Packet packet, long arrivalNs) {
        int place = size++;
        put(place, packet, arrivalNs, added++);
        while (place > 0 && isBefore(place, (place - 1) / 2)) {
            swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
    }

    /// When the first one arrives, {@link Long#MAX_VALUE} when there is none.
    long nextNs() {
        return size == 0 ? Long.MAX_VALUE : arrivesNs[0];
    }

    /// The next that has arrived, or null.
    @Nullable Packet arrived(long nowNs) {
        if (size == 0 || arrivesNs[0] > nowNs) {
            return null;
        }
        Packet first = packets[0];
        swap(0, --size);
        packets[size] = null;
        sink();
        return first;
    }

    private void sink() {
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child + 1 < size && isBefore(child + 1, child)) {
                child++;
            }
            if (child >= size || !isBefore(child, place)) {
                return;
            }
            swap(place, child);
            place = child;
        }
    }

    private boolean isBefore(int one, int other) {
        return arrivesNs[one] != arrivesNs[other] ? arrivesNs[one] < arrivesNs[other] : order[one] < order[other];
    }

    private void swap(int one, int other) {
        Packet packet = Objects.requireNonNull(packets[one]);
        long arrivalNs = arrivesNs[one];
        long number = order[one];
        put(one, Objects.requireNonNull(packets[other]), arrivesNs[other], order[other]);
        put(other, packet, arrivalNs, number);
    }

    private void put(int place, Packet packet, long arrivalNs, long number) {
        packets[place] = packet;
        arrivesNs[place] = arrivalNs;
        order[place] = number;
    }

    void release() {
        for (int i = 0; i < size; i++) {
            Objects.requireNonNull(packets[i]).release();
            packets[i] = null;
        }
        size = 0;
    }
}
