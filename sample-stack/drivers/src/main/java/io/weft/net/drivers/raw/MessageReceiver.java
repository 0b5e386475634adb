package io.weft.net.drivers.raw;

import io.weft.net.drivers.Tally;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketAddress;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import org.jspecify.annotations.Nullable;

/// Takes frames from a packet socket, a batch a system call, straight into packets of the pool.
///
/// It keeps up to {@link MessageVector#MESSAGES} empty packets ready between two calls; {@link #release} gives them back.
final class MessageReceiver implements Receiver {

    private final MessageVector vector;
    private final Intake intake;
    private final Tally tally;
    private final @Nullable Packet[] ready = new Packet[MessageVector.MESSAGES];

    MessageReceiver(MessageVector vector, Intake intake, Tally tally) {
        this.vector = vector;
        this.intake = intake;
        this.tally = tally;
    }

    /// One system call.
    @Override
    public int receive(Libc libc, int fd, PacketBatch batch, PacketPool pool) {
        return receive(libc, fd, MessageVector.MESSAGES, batch, pool);
    }

    /// One system call, for so many frames at most.
    int receive(Libc libc, int fd, int most, PacketBatch batch, PacketPool pool) {
        int wanted = prepare(Math.min(batch.room(), most), pool);
        if (wanted == 0) {
            return 0;
        }
        int got = libc.recvmmsg(fd, vector.message(0), wanted, Libc.MSG_DONTWAIT);
        int before = batch.size();
        long bytes = 0;
        for (int i = 0; i < got; i++) {
            bytes += accept(i, batch);
        }
        tally.received(batch.size() - before, bytes);
        return got;
    }

    /// Makes the first messages point to empty packets; as many as the pool has.
    private int prepare(int wanted, PacketPool pool) {
        int headerLength = intake.headerLength();
        for (int i = 0; i < wanted; i++) {
            if (ready[i] == null) {
                Packet packet = pool.take();
                if (packet == null) {
                    return i;
                }
                ready[i] = packet;
                vector.bytes(i, PacketAddress.ofData(packet) - headerLength, headerLength + PacketPool.MAX_FRAME);
            }
            vector.expectNameAndControl(i);
        }
        return wanted;
    }

    private int accept(int i, PacketBatch batch) {
        Packet packet = ready[i];
        ready[i] = null;
        if (packet == null) {
            throw new IllegalStateException("a message without a packet");
        }
        int length = vector.length(i) - intake.headerLength();
        if (length < 0 || (vector.flags(i) & Libc.MSG_TRUNC) != 0) {
            intake.refuse(packet);
            return 0;
        }
        packet.put(length);
        return intake.accept(packet, PacketAddress.ofData(packet) - intake.headerLength(), vector.packetType(i),
                vector.auxStatus(i), vector.vlanTci(i), vector.vlanTpid(i), batch);
    }

    @Override
    public void release() {
        for (int i = 0; i < ready.length; i++) {
            Packet packet = ready[i];
            if (packet != null) {
                packet.release();
                ready[i] = null;
            }
        }
    }
}
