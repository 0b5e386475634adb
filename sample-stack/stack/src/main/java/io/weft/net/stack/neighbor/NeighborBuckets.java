package io.weft.net.stack.neighbor;

import io.weft.net.stack.device.NetDevice;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The neighbours of all links by device and address, in a hash table of fixed width that a stranger cannot aim at.
final class NeighborBuckets {

    private final @Nullable Neighbor[] buckets;
    private final int shift;
    private final int seed;
    private int size;

    NeighborBuckets(int atLeast, RandomGenerator random) {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(16, atLeast) - 1);
        buckets = new Neighbor[1 << bits];
        shift = 32 - bits;
        seed = random.nextInt() | 1;
    }

    int size() {
        return size;
    }

    @Nullable Neighbor find(NetDevice device, int address) {
        Neighbor neighbor = buckets[bucket(device, address)];
        while (neighbor != null && (neighbor.address != address || neighbor.device != device)) {
            neighbor = neighbor.next;
        }
        return neighbor;
    }

    void add(Neighbor neighbor) {
        int bucket = bucket(neighbor.device, neighbor.address);
        neighbor.next = buckets[bucket];
        buckets[bucket] = neighbor;
        size++;
    }

    void remove(Neighbor neighbor) {
        int bucket = bucket(neighbor.device, neighbor.address);
        Neighbor at = buckets[bucket];
        if (at == neighbor) {
            buckets[bucket] = neighbor.next;
            size--;
            return;
        }
        while (at != null) {
            if (at.next == neighbor) {
                at.next = neighbor.next;
                size--;
                return;
            }
            at = at.next;
        }
    }

    /// Shows every neighbour to `visitor`, which may remove the one that it is shown.
    void forEach(Consumer<Neighbor> visitor) {
        for (Neighbor first : buckets) {
            Neighbor at = first;
            while (at != null) {
                Neighbor following = at.next;
                visitor.accept(at);
                at = following;
            }
        }
    }

    private int bucket(NetDevice device, int address) {
        int mixed = (address ^ device.index() * 0x27D4EB2F) * seed;
        return (mixed ^ mixed >>> 15) * 0x9E3779B1 >>> shift;
    }
}
