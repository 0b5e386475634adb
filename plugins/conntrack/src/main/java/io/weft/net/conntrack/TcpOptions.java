package io.weft.net.conntrack;

import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;

/// Reads the TCP options that tracking needs: window scale and SACK permitted of a SYN, SACK blocks of the rest.
final class TcpOptions {

    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int SACK_BLOCK = 8;
    /// RFC 7323 §2.3.
    private static final int LARGEST_SCALE = 14;
    private static final int TIMESTAMP_ALONE = 0x0101_080A;
    private static final int TIMESTAMP_ALONE_LENGTH = 12;

    private TcpOptions() { }

    /// Notes what a SYN offers in `end`, the kernel's `tcp_options`.
    static void readSyn(Packet packet, TcpEnd end) {
        TcpHeader tcp = packet.tcp();
        int length = tcp.headerLength() - TcpHeader.MIN_LENGTH;
        end.scale = 0;
        end.flags &= TcpEnd.BE_LIBERAL;
        int at = 0;
        while (at < length) {
            int kind = tcp.option(at);
            if (kind == END) {
                return;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int size = length - at < 2 ? 0 : tcp.option(at + 1);
            if (size < 2 || size > length - at) {
                return;
            }
            if (kind == SACK_PERMITTED && size == 2) {
                end.add(TcpEnd.SACK_PERMITTED);
            } else if (kind == WINDOW_SCALE && size == 3) {
                end.scale = (byte) Math.min(tcp.option(at + 2), LARGEST_SCALE);
                end.add(TcpEnd.WINDOW_SCALE);
            }
            at += size;
        }
    }

    /// The highest sequence number that a segment acknowledges, selectively or not, the kernel's `tcp_sack`.
    static int highestAcknowledged(Packet packet, int acknowledgment) {
        TcpHeader tcp = packet.tcp();
        int length = tcp.headerLength() - TcpHeader.MIN_LENGTH;
        if (length == 0 || length == TIMESTAMP_ALONE_LENGTH && word(tcp, 0) == TIMESTAMP_ALONE) {
            return acknowledgment;
        }
        int at = 0;
        while (at < length) {
            int kind = tcp.option(at);
            if (kind == END) {
                break;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int size = length - at < 2 ? 0 : tcp.option(at + 1);
            if (size < 2 || size > length - at) {
                break;
            }
            if (kind == SACK && size >= 2 + SACK_BLOCK && (size - 2) % SACK_BLOCK == 0) {
                return highestBlock(tcp, at + 2, size - 2, acknowledgment);
            }
            at += size;
        }
        return acknowledgment;
    }

    private static int highestBlock(TcpHeader tcp, int from, int length, int acknowledgment) {
        int highest = acknowledgment;
        for (int at = from; at < from + length; at += SACK_BLOCK) {
            int right = word(tcp, at + 4);
            if (TcpFlow.after(right, highest)) {
                highest = right;
            }
        }
        return highest;
    }

    private static int word(TcpHeader tcp, int at) {
        return tcp.option(at) << 24 | tcp.option(at + 1) << 16 | tcp.option(at + 2) << 8 | tcp.option(at + 3);
    }
}
