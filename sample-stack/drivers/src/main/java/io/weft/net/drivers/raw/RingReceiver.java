package io.weft.net.drivers.raw;

import io.weft.net.drivers.Tally;
import io.weft.net.drivers.linux.Errno;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.Native;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketAddress;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import java.lang.foreign.Arena;

/// Copies frames out of the memory shared with the kernel into packets of the pool, and takes those that are too long for a slot from
/// the socket's queue, in the order in which they came.
final class RingReceiver implements Receiver {

    private final FrameRing ring;
    private final MessageReceiver queue;
    private final Intake intake;
    private final Tally tally;
    /// The address of an `int` and its length, for the one question that is asked of the socket.
    private final long option;

    RingReceiver(FrameRing ring, MessageReceiver queue, Intake intake, Tally tally, Arena memory) {
        this.ring = ring;
        this.queue = queue;
        this.intake = intake;
        this.tally = tally;
        option = memory.allocate(2 * Integer.BYTES, Integer.BYTES).address();
    }

    /// No system call where frames are waiting, but for the long ones.
    @Override
    public int receive(Libc libc, int fd, PacketBatch batch, PacketPool pool) {
        int seen = 0;
        int copied = 0;
        long bytes = 0;
        while (!batch.isFull()) {
            int status = ring.status();
            if (status == 0) {
                break;
            }
            if (ring.isWhole()) {
                Packet packet = pool.take();
                if (packet == null) {
                    break;
                }
                int length = copy(packet, status, batch);
                copied += length > 0 ? 1 : 0;
                bytes += length;
            } else if (!takeQueued(libc, fd, status, batch, pool)) {
                break;
            }
            ring.next();
            seen++;
        }
        tally.received(copied, bytes);
        return seen > 0 || batch.isFull() ? seen : error(libc, fd);
    }

    private int copy(Packet packet, int status, PacketBatch batch) {
        long frame = ring.frame();
        packet.put(ring.length());
        Native.copy(frame, PacketAddress.ofData(packet), ring.length());
        return intake.accept(packet, frame - intake.headerLength(), ring.packetType(), status, ring.vlanTci(), ring.vlanTpid(), batch);
    }

    /// @return false when the pool has no packet for it
    private boolean takeQueued(Libc libc, int fd, int status, PacketBatch batch, PacketPool pool) {
        int got = FrameRing.isQueued(status) ? queue.receive(libc, fd, 1, batch, pool) : -Errno.EAGAIN;
        if (got == -Errno.EAGAIN) {
            // there was no room left in the queue
            tally.receiveDropped(1);
        } else if (got < 0) {
            tally.receiveErrors(1);
        }
        return got != 0;
    }

    /// What has happened to the interface, which only a system call tells: a negated error number or 0.
    private int error(Libc libc, int fd) {
        long length = option + Integer.BYTES;
        Native.i32(length, Integer.BYTES);
        int result = libc.getsockopt(fd, Libc.SOL_SOCKET, Libc.SO_ERROR, option, length);
        return result < 0 ? result : -Native.i32(option);
    }

    @Override
    public void release() {
        queue.release();
    }
}
