package io.weft.net.conntrack;

import io.weft.net.connection.Direction;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;

/// Shifts the numbers of a segment by what a translation added to the stream, so that neither end notices: sequence number,
/// acknowledgment and SACK blocks. The kernel's `nf_ct_seq_adjust`.
final class SequenceAdjuster {

    private static final int SACK = 5;
    private static final int SACK_BLOCK = 8;

    /// @return false when the segment is not whole
    boolean adjust(Packet packet, SequenceShifts shifts, Direction direction) {
        if (packet.transportLength() < TcpHeader.MIN_LENGTH) {
            return false;
        }
        TcpHeader tcp = packet.tcp();
        int seq = tcp.sequence();
        int shifted = seq + shifts.offset(direction, seq);
        if (shifted != seq) {
            tcp.sequence(shifted);
            mend(packet, seq, shifted);
        }
        if (!tcp.has(TcpHeader.ACK)) {
            return true;
        }
        Direction other = direction.inverse();
        int ack = tcp.acknowledgment();
        int original = ack - shifts.offsetOfAcknowledgment(other, ack);
        if (original != ack) {
            tcp.acknowledgment(original);
            mend(packet, ack, original);
        }
        return adjustBlocks(packet, shifts, other);
    }

    private static boolean adjustBlocks(Packet packet, SequenceShifts shifts, Direction other) {
        TcpHeader tcp = packet.tcp();
        int length = tcp.headerLength() - TcpHeader.MIN_LENGTH;
        if (length < 0 || length > packet.transportLength() - TcpHeader.MIN_LENGTH) {
            return false;
        }
        int at = 0;
        while (at < length) {
            int kind = tcp.option(at);
            if (kind == 0) {
                return true;
            }
            if (kind == 1) {
                at++;
                continue;
            }
            int size = length - at < 2 ? 0 : tcp.option(at + 1);
            if (size < 2 || size > length - at) {
                return true;
            }
            if (kind == SACK && size >= 2 + SACK_BLOCK && (size - 2) % SACK_BLOCK == 0) {
                for (int edge = at + 2; edge < at + size; edge += 4) {
                    adjustEdge(packet, shifts, other, packet.transportOffset() + TcpHeader.MIN_LENGTH + edge);
                }
            }
            at += size;
        }
        return true;
    }

    private static void adjustEdge(Packet packet, SequenceShifts shifts, Direction other, int at) {
        int edge = packet.i32(at);
        int original = edge - shifts.offsetOfAcknowledgment(other, edge);
        if (original != edge) {
            boolean isEven = (at - packet.transportOffset() & 1) == 0;
            packet.i32(at, original);
            // a number at an odd place lies across the checksum's words with its bytes swapped
            mend(packet, isEven ? edge : Integer.rotateLeft(edge, 8), isEven ? original : Integer.rotateLeft(original, 8));
        }
    }

    /// A checksum that is still to be finished will be made of what the segment says then.
    private static void mend(Packet packet, int before, int after) {
        if (packet.checksum() != ChecksumState.TO_FINISH) {
            TcpHeader tcp = packet.tcp();
            tcp.checksum(Checksum.update32(tcp.checksum(), before, after));
        }
    }
}
