package io.weft.net.drivers.raw;

import io.weft.net.drivers.Tally;
import io.weft.net.drivers.linux.Errno;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.VirtioNetHeader;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketAddress;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.Segmentation;

/// Gives frames to a packet socket, a batch a system call.
final class TransmitRing {

    /// How often a batch that finds the socket's buffer full tries again at once, before its rest is dropped.
    private static final int ATTEMPTS = 3;

    private final MessageVector vector;
    private final boolean vnetHeader;
    private final Tally tally;
    private final int[] lengths = new int[MessageVector.MESSAGES];

    TransmitRing(MessageVector vector, boolean vnetHeader, Tally tally) {
        this.vector = vector;
        this.vnetHeader = vnetHeader;
        this.tally = tally;
    }

    /// Sends what can be sent; the packets stay in the batch.
    ///
    /// @return 0, or the negated error number for which the interface takes nothing now
    int transmit(Libc libc, int fd, PacketBatch batch) {
        int result = 0;
        int at = 0;
        while (at < batch.size()) {
            int count = Math.min(batch.size() - at, MessageVector.MESSAGES);
            result = send(libc, fd, batch, at, count);
            at += count;
        }
        return result;
    }

    private int send(Libc libc, int fd, PacketBatch batch, int first, int count) {
        int ready = 0;
        for (int i = first; i < first + count; i++) {
            Packet packet = batch.get(i);
            if (describe(ready, packet)) {
                lengths[ready++] = packet.length();
            }
        }
        tally.transmitErrors(count - ready);
        return send(libc, fd, ready);
    }

    private int send(Libc libc, int fd, int count) {
        int done = 0;
        int attempts = ATTEMPTS;
        while (done < count) {
            int sent = libc.sendmmsg(fd, vector.message(done), count - done, Libc.MSG_DONTWAIT);
            if (sent > 0) {
                tally.sent(sent, bytes(done, sent));
                done += sent;
                continue;
            }
            // the call says why only when its first message fails, so it is the first that is to blame
            switch (-sent) {
                case Errno.EINTR -> { }
                case Errno.EAGAIN, Errno.ENOMEM -> {
                    if (--attempts == 0) {
                        tally.transmitDropped(count - done);
                        return 0;
                    }
                }
                case Errno.ENETDOWN, Errno.ENXIO, Errno.ENODEV -> {
                    tally.transmitErrors(count - done);
                    return sent;
                }
                // the queue behind the socket dropped this one
                case Errno.ENOBUFS -> {
                    tally.transmitDropped(1);
                    done++;
                }
                // this one alone is not to the kernel's liking: too long, or not to be cut as it asks
                default -> {
                    tally.transmitErrors(1);
                    done++;
                }
            }
        }
        return 0;
    }

    /// False for a frame that is not finished, when the kernel cannot be told what is missing.
    private boolean describe(int i, Packet packet) {
        long data = PacketAddress.ofData(packet);
        int length = packet.length();
        if (!vnetHeader) {
            vector.bytes(i, data, length);
            return packet.checksum() != ChecksumState.TO_FINISH && packet.segmentation() == Segmentation.NONE;
        }
        if (packet.headroom() >= VirtioNetHeader.LENGTH) {
            VirtioNetHeader.write(data - VirtioNetHeader.LENGTH, packet);
            vector.bytes(i, data - VirtioNetHeader.LENGTH, VirtioNetHeader.LENGTH + length);
        } else {
            VirtioNetHeader.write(vector.header(i), packet);
            vector.headerAndBytes(i, VirtioNetHeader.LENGTH, data, length);
        }
        return true;
    }

    private long bytes(int first, int count) {
        long bytes = 0;
        for (int i = first; i < first + count; i++) {
            bytes += lengths[i];
        }
        return bytes;
    }
}
