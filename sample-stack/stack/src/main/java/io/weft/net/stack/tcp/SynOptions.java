package io.weft.net.stack.tcp;

import io.weft.net.packet.TcpHeader;

/// The options of a SYN or SYN+ACK (RFC 9293 §3.2, RFC 2018 §2, RFC 7323 §2.2 and §3.2), in Linux's order.
///
/// @param mss what this end takes
/// @param sack whether SACK is permitted
/// @param stamped whether it bears a timestamp
/// @param timestamp TSval
/// @param echo TSecr
/// @param scale what this end scales its windows by, or {@link TcpSegment#ABSENT}
record SynOptions(int mss, boolean sack, boolean stamped, int timestamp, int echo, int scale) {

    /// In bytes, a multiple of 4.
    int length() {
        return TcpOption.MSS_LENGTH + (stamped ? TcpOption.TIMESTAMP_SPACE : sack ? TcpOption.SACK_SPACE : 0)
                + (scale != TcpSegment.ABSENT ? TcpOption.WINDOW_SCALE_LENGTH + 1 : 0);
    }

    void write(TcpHeader tcp) {
        tcp.option(0, TcpOption.MSS);
        tcp.option(1, TcpOption.MSS_LENGTH);
        tcp.optionU16(2, mss);
        int at = TcpOption.MSS_LENGTH;
        if (sack) {
            // in the place of the timestamp's two NOPs
            at = stamped ? at : pad(tcp, at, 2);
            tcp.option(at, TcpOption.SACK_PERMITTED);
            tcp.option(at + 1, TcpOption.SACK_PERMITTED_LENGTH);
            at += TcpOption.SACK_PERMITTED_LENGTH;
        }
        if (stamped) {
            at = sack ? at : pad(tcp, at, 2);
            tcp.option(at, TcpOption.TIMESTAMP);
            tcp.option(at + 1, TcpOption.TIMESTAMP_LENGTH);
            tcp.optionI32(at + 2, timestamp);
            tcp.optionI32(at + 6, echo);
            at += TcpOption.TIMESTAMP_LENGTH;
        }
        if (scale != TcpSegment.ABSENT) {
            at = pad(tcp, at, 1);
            tcp.option(at, TcpOption.WINDOW_SCALE);
            tcp.option(at + 1, TcpOption.WINDOW_SCALE_LENGTH);
            tcp.option(at + 2, scale);
        }
    }

    private static int pad(TcpHeader tcp, int at, int count) {
        for (int i = 0; i < count; i++) {
            tcp.option(at + i, TcpOption.NOP);
        }
        return at + count;
    }
}
