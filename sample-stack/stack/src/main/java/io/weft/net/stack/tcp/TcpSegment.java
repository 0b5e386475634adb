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
    private boolean sackPermitted;
    private boolean timestamp;
    private int timestampValue;
    private int timestampEcho;

    /// Takes a checked segment with its IP header at the packet's head.
    TcpSegment read(Packet from) {
        TcpHeader tcp = from.tcp();
        packet = from;
        sequence = tcp.sequence();
        acknowledgment = tcp.acknowledgment();
        flags = tcp.flags();
        window = tcp.window();
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
        sackPermitted = false;
        timestamp = false;
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
            } else if (kind == TcpOption.SACK_PERMITTED && size == TcpOption.SACK_PERMITTED_LENGTH) {
                sackPermitted = true;
            } else if (kind == TcpOption.TIMESTAMP && size == TcpOption.TIMESTAMP_LENGTH) {
                timestamp = true;
                timestampValue = tcp.optionI32(at + 2);
                timestampEcho = tcp.optionI32(at + 6);
            }
            at += size;
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

    boolean sackPermitted() {
        return sackPermitted;
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
