package io.weft.net.packet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a stack's packets come from and go back to. Belongs to the loop thread.
///
/// Buffers lie outside the heap, in slabs that are added as they are needed up to a bound and never given back to the system; a pool
/// that died leaves its slabs to the next. Every buffer has room for the largest frame there is: pages that no frame reaches are never
/// touched, so they cost address space only.
public final class PacketPool implements AutoCloseable {

    /// Bytes in front of a fresh packet's data, for headers to be pushed. Not a multiple of 4, so that behind an Ethernet header
    /// of 14 bytes the IP header is aligned.
    public static final int HEADROOM = 130;
    /// The largest frame: an Ethernet header, a VLAN tag and 65,535 bytes of IP.
    public static final int MAX_FRAME = 14 + 4 + 65_535;

    // A multiple of a cache line and none of a page: else all headers would compete for the same few cache sets.
    static final int STRIDE = 65_792;
    private static final int SLAB_PACKETS = 128;

    private final DropCounters drops = new DropCounters();
    private final List<Long> slabs = new ArrayList<>();
    private final int maxPackets;
    private Packet[] free = new Packet[SLAB_PACKETS];
    private int freeCount;
    private int made;
    private long exhausted;

    /// @param maxPackets how many packets may be under way at once; rounded up to whole slabs
    public PacketPool(int maxPackets) {
        this.maxPackets = maxPackets;
    }

    /// An empty packet with {@link #HEADROOM} bytes in front, or null when all are under way.
    public @Nullable Packet take() {
        if (freeCount == 0 && !grow()) {
            exhausted++;
            return null;
        }
        Packet packet = free[--freeCount];
        packet.prepare();
        return packet;
    }

    /// How many packets somebody owns now.
    public int underWay() {
        return made - freeCount;
    }

    /// How often {@link #take} had none.
    public long exhausted() {
        return exhausted;
    }

    public DropCounters drops() {
        return drops;
    }

    void giveBack(Packet packet) {
        free[freeCount++] = packet;
    }

    private boolean grow() {
        if (made >= maxPackets) {
            return false;
        }
        long slab = Slabs.take((long) SLAB_PACKETS * STRIDE);
        made += SLAB_PACKETS;
        if (free.length < made) {
            free = new Packet[made];
        }
        for (int i = 0; i < SLAB_PACKETS; i++) {
            giveBack(new Packet(this, slab + (long) i * STRIDE, STRIDE));
        }
        slabs.add(slab);
        return true;
    }

    /// Lends the slabs to the next pool. Only when no packet is under way any more.
    ///
    /// @throws IllegalStateException when packets are
    @Override
    public void close() {
        if (underWay() != 0) {
            throw new IllegalStateException(underWay() + " packets are still under way");
        }
        made = 0;
        freeCount = 0;
        slabs.forEach(Slabs::giveBack);
        slabs.clear();
    }
}
