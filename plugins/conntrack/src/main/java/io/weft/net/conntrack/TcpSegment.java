package io.weft.net.conntrack;

import io.weft.net.packet.TcpHeader;

/// What a TCP segment is by its flags, the kernel's `get_conntrack_index`.
enum TcpSegment {
    SYN, SYN_ACK, FIN, ACK, RST, NONE;

    /// Bits of {@link TcpHeader} that mean nothing here.
    private static final int NEUTRAL = TcpHeader.ECE | TcpHeader.CWR | TcpHeader.PSH;

    static TcpSegment of(int flags) {
        if ((flags & TcpHeader.RST) != 0) {
            return RST;
        }
        if ((flags & TcpHeader.SYN) != 0) {
            return (flags & TcpHeader.ACK) != 0 ? SYN_ACK : SYN;
        }
        if ((flags & TcpHeader.FIN) != 0) {
            return FIN;
        }
        return (flags & TcpHeader.ACK) != 0 ? ACK : NONE;
    }

    /// Whether any TCP sends such flags together.
    static boolean isPossible(int flags) {
        return switch (flags & ~NEUTRAL) {
            case TcpHeader.SYN, TcpHeader.SYN | TcpHeader.URG, TcpHeader.SYN | TcpHeader.ACK, TcpHeader.RST,
                    TcpHeader.RST | TcpHeader.ACK, TcpHeader.FIN | TcpHeader.ACK, TcpHeader.FIN | TcpHeader.ACK | TcpHeader.URG,
                    TcpHeader.ACK, TcpHeader.ACK | TcpHeader.URG -> true;
            default -> false;
        };
    }
}
