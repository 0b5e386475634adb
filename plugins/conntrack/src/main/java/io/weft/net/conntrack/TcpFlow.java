package io.weft.net.conntrack;

import io.weft.net.connection.Direction;

/// What is remembered of a TCP connection, the kernel's `ip_ct_tcp`: its state, both ends, and the last packet, to know it when it
/// comes again.
final class TcpFlow {

    /// A challenge acknowledgment may come that acknowledges nothing (RFC 5961 §4).
    static final int EXPECTS_CHALLENGE_ACK = 1 << 6;
    /// Both ends sent a SYN.
    static final int SIMULTANEOUS_OPEN = 1 << 7;

    final TcpEnd original = new TcpEnd();
    final TcpEnd reply = new TcpEnd();

    TcpState state = TcpState.NONE;
    TcpSegment last = TcpSegment.NONE;
    Direction lastDirection = Direction.ORIGINAL;
    int lastSequence;
    int lastAck;
    int lastEnd;
    char lastWindow;
    byte lastScale;
    /// Bits of this class and of {@link TcpEnd}.
    int lastFlags;
    int retransmissions;

    TcpEnd end(Direction direction) {
        return direction == Direction.ORIGINAL ? original : reply;
    }

    boolean eitherHas(int flag) {
        return ((original.flags | reply.flags) & flag) != 0;
    }

    /// Whether one sequence number comes before another (RFC 9293 §3.4).
    static boolean before(int one, int other) {
        return one - other < 0;
    }

    static boolean after(int one, int other) {
        return other - one < 0;
    }
}
