package io.weft.net.drivers.raw;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The memory that a packet socket shares with the kernel (PACKET_RX_RING, TPACKET_V2): slots in a circle, each for one frame, that the
/// kernel fills in order and that are given back in order. No system call is needed for a frame.
///
///     struct tpacket2_hdr                      at the beginning of a slot
///      0  status: 0 while it is the kernel's
///      4  length of the frame
///      8  how many of its bytes stand here
///     12  where they begin (16 bits)           behind the virtio-net header, if there is one
///     24  tag of the VLAN (16 bits)
///     26  protocol of that tag (16 bits)
///     32  sockaddr_ll (20 bytes)
///
/// Of a frame that is longer than a slot the beginning stands here, and the whole waits in the socket's queue (PACKET_COPY_THRESH).
final class FrameRing {

    private static final int SOL_PACKET = 263;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_COPY_THRESH = 7;
    private static final int PACKET_VERSION = 10;
    private static final int TPACKET_V2 = 1;

    private static final int STATUS_KERNEL = 0;
    private static final int STATUS_USER = 1;
    private static final int STATUS_COPY = 1 << 1;

    /// As much as the socket's own queue may hold.
    private static final int BYTES = 16 << 20;
    private static final int BLOCK = 1 << 16;
    private static final int SMALLEST_SLOT = 1 << 11;
    private static final int LARGEST_SLOT = 1 << 14;
    /// Room in a slot for what is no IP packet: the headers that stand in front.
    private static final int BESIDES = 128;

    private final long memory;
    private final int slotBytes;
    private final int slots;
    private int at;
    private long slot;

    private FrameRing(long memory, int slotBytes) {
        this.memory = memory;
        this.slotBytes = slotBytes;
        slots = BYTES / slotBytes;
        slot = memory;
    }

    /// Sets a ring up on a socket that is not bound yet.
    ///
    /// @return null when the kernel has no such thing, or no memory for it
    static @Nullable FrameRing on(Libc libc, int fd, int mtu) {
        int slotBytes = Math.clamp(Integer.highestOneBit(mtu + BESIDES - 1) * 2L, SMALLEST_SLOT, LARGEST_SLOT);
        if (libc.setsockopt(fd, SOL_PACKET, PACKET_VERSION, TPACKET_V2) < 0
                || libc.setsockopt(fd, SOL_PACKET, PACKET_COPY_THRESH, 1) < 0) {
            return null;
        }
        if (request(libc, fd, BLOCK, BYTES / BLOCK, slotBytes, BYTES / slotBytes) < 0) {
            return null;
        }
        long memory = libc.mmap(BYTES, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, fd);
        if (memory < 0) {
            request(libc, fd, 0, 0, 0, 0);
            return null;
        }
        return new FrameRing(memory, slotBytes);
    }

    private static int request(Libc libc, int fd, int... tpacketReq) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocateFrom(JAVA_INT, tpacketReq);
            return libc.setsockopt(fd, SOL_PACKET, PACKET_RX_RING, request.address(), (int) request.byteSize());
        }
    }

    /// The bits of `tp_status` of the next slot; 0 while it is the kernel's.
    int status() {
        int status = Native.i32Acquire(slot);
        return (status & STATUS_USER) != 0 ? status : STATUS_KERNEL;
    }

    /// Whether a slot with that status holds all of its frame.
    boolean isWhole() {
        return length() == Native.i32(slot + 4);
    }

    static boolean isQueued(int status) {
        return (status & STATUS_COPY) != 0;
    }

    /// How many bytes of the frame stand here.
    int length() {
        return Native.i32(slot + 8);
    }

    /// The address of the frame's first byte.
    long frame() {
        return slot + Native.u16(slot + 12);
    }

    int vlanTci() {
        return Native.u16(slot + 24);
    }

    int vlanTpid() {
        return Native.u16(slot + 26);
    }

    /// The frame's `sll_pkttype`.
    int packetType() {
        return Native.u8(slot + 32 + 10);
    }

    /// Gives the slot back to the kernel and goes on to the next.
    void next() {
        Native.i32Release(slot, STATUS_KERNEL);
        at = at + 1 == slots ? 0 : at + 1;
        slot = memory + (long) at * slotBytes;
    }

    void unmap(Libc libc) {
        libc.munmap(memory, BYTES);
    }
}
