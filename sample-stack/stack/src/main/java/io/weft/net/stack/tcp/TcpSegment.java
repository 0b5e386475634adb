package io.weft.net.stack.tcp;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A received segment, read once: its numbers and options. Made once and re-aimed at packet after packet; owns the packet meanwhile.
final class TcpSegment {

    static final int ABSENT = -1;

    private @Nullable Packet packet;
    private int sequence;
    private int acknowledgment;
    private int flags;
    private int window;
    private int dataOffset;
    private int dataLength;
    private int unitBytes;
    private int mss;
    private int windowScale;
    private boolean timestamp;
    private int timestampValue;
    private int timestampEcho;
    private boolean sackPermitted;
    private final int[] sackStarts = new int[SackBlocks.MOST];
    private final int[] sackEnds = new int[SackBlocks.MOST];
    private int sackBlocks;
    private boolean marked;

    /// Takes a checked segment with its IP header at the packet's head.
    TcpSegment read(Packet from) {
        TcpHeader tcp = from.tcp();
        packet = from;
        sequence = tcp.sequence();
        acknowledgment = tcp.acknowledgment();
        flags = tcp.flags();
        window = tcp.window();
        marked = (from.ip().tos() & CongestionMarks.MARKED) == CongestionMarks.MARKED;
        int headerLength = tcp.headerLength();
        dataOffset = from.transportOffset() + headerLength;
        dataLength = from.ip().payloadLength() - headerLength;
        unitBytes = from.segmentSize() > 0 ? Math.min(from.segmentSize(), dataLength) : dataLength;
        readOptions(tcp, headerLength - TcpHeader.MIN_LENGTH);
        return this;
    }

    /// What comes after a malformed option is not read.
    private void readOptions(TcpHeader tcp, int length) {
        mss = ABSENT;
        windowScale = ABSENT;
        timestamp = false;
        sackPermitted = false;
        sackBlocks = 0;
        int at = 0;
        while (at < length && tcp.option(at) != TcpOption.END) {
            int kind = tcp.option(at);
            int size = kind == TcpOption.NOP ? 1 : at + 1 < length ? tcp.option(at + 1) : 0;
            if (size == 0 || size == 1 && kind != TcpOption.NOP || at + size > length) {
                return;
            }
            if (kind == TcpOption.MSS && size == TcpOption.MSS_LENGTH) {
                mss = tcp.optionU16(at + 2);
            } else if (kind == TcpOption.WINDOW_SCALE && size == TcpOption.WINDOW_SCALE_LENGTH) {
                windowScale = tcp.option(at + 2);
            } else if (kind == TcpOption.TIMESTAMP && size == TcpOption.TIMESTAMP_LENGTH) {
                timestamp = true;
                timestampValue = tcp.optionI32(at + 2);
                timestampEcho = tcp.optionI32(at + 6);
            } else if (kind == TcpOption.SACK_PERMITTED && size == TcpOption.SACK_PERMITTED_LENGTH) {
                sackPermitted = true;
            } else if (kind == TcpOption.SACK) {
                readSackBlocks(tcp, at + 2, (size - 2) / TcpOption.SACK_BLOCK_LENGTH);
            }
            at += size;
        }
    }

    /// In the order of their places, but for one that tells of what came twice.
    private void readSackBlocks(TcpHeader tcp, int at, int count) {
        sackBlocks = Math.min(count, SackBlocks.MOST);
        for (int i = 0; i < sackBlocks; i++) {
            sackStarts[i] = tcp.optionI32(at + i * TcpOption.SACK_BLOCK_LENGTH);
            sackEnds[i] = tcp.optionI32(at + i * TcpOption.SACK_BLOCK_LENGTH + 4);
        }
        int first = tellsOfDouble() ? 1 : 0;
        for (int i = first + 1; i < sackBlocks; i++) {
            int start = sackStarts[i];
            int end = sackEnds[i];
            int place = i;
            for (; place > first && SeqNum.isBefore(start, sackStarts[place - 1]); place--) {
                sackStarts[place] = sackStarts[place - 1];
                sackEnds[place] = sackEnds[place - 1];
            }
            sackStarts[place] = start;
            sackEnds[place] = end;
        }
    }

    Packet packet() {
        return Objects.requireNonNull(packet);
    }

    int sequence() {
        return sequence;
    }

    int acknowledgment() {
        return acknowledgment;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// As on the wire, unscaled.
    int window() {
        return window;
    }

    /// From the packet's head to the data.
    int dataOffset() {
        return dataOffset;
    }

    int dataLength() {
        return dataLength;
    }

    /// What one segment of the sender carried, where a card put several together.
    int unitBytes() {
        return unitBytes;
    }

    /// What it takes of the sequence space: data, SYN and FIN (SEG.LEN).
    int length() {
        return dataLength + (has(TcpHeader.SYN) ? 1 : 0) + (has(TcpHeader.FIN) ? 1 : 0);
    }

    /// Where its FIN stands.
    int finSequence() {
        return sequence + dataLength;
    }

    /// The option's value, or {@link #ABSENT}.
    int mss() {
        return mss;
    }

    int windowScale() {
        return windowScale;
    }

    boolean hasTimestamp() {
        return timestamp;
    }

    int timestampValue() {
        return timestampValue;
    }

    int timestampEcho() {
        return timestampEcho;
    }

    /// Gives an acknowledgment of a cookie the options of the SYN that went before it.
    void remember(SynCookies.Remembered syn) {
        mss = syn.mss();
        windowScale = syn.scale();
        sackPermitted = syn.sack();
    }

    boolean permitsSack() {
        return sackPermitted;
    }

    int sackBlocks() {
        return sackBlocks;
    }

    int sackStart(int index) {
        return sackStarts[index];
    }

    /// Behind its last byte.
    int sackEnd(int index) {
        return sackEnds[index];
    }

    /// Whether the first block says what came twice (RFC 2883 §4): it is acknowledged, or lies in the second.
    boolean tellsOfDouble() {
        return sackBlocks > 0 && SeqNum.isBefore(sackStarts[0], sackEnds[0])
                && (!SeqNum.isAfter(sackEnds[0], acknowledgment) || sackBlocks > 1
                && !SeqNum.isBefore(sackStarts[0], sackStarts[1]) && !SeqNum.isAfter(sackEnds[0], sackEnds[1]));
    }

    /// A router has marked it (RFC 3168 §5).
    boolean isMarked() {
        return marked;
    }

    /// The SYN was dealt with: from now on the segment begins behind it.
    void passSyn() {
        sequence++;
        flags &= ~TcpHeader.SYN;
    }

    void refuse() {
        drop(DropReason.TCP_REFUSED);
    }

    void drop(DropReason reason) {
        Packet ended = packet();
        packet = null;
        ended.drop(reason);
    }

    /// It has served its purpose, unless it was refused.
    void end() {
        Packet ended = packet;
        packet = null;
        if (ended != null) {
            ended.release();
        }
    }
}
