package io.weft.net.mangle;

import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;

/// Walks over TCP options as the kernel's targets do: a length of 0 counts as 1, and an option that reaches beyond the header is not
/// one.
final class TcpOptions {

    private static final int NO_OPERATION = 1;

    private TcpOptions() { }

    /// Bytes of the option at `offset` from the transport header; the byte behind is there.
    static int length(Packet packet, int offset) {
        int at = packet.transportOffset() + offset;
        return packet.u8(at) <= NO_OPERATION ? 1 : Math.max(1, packet.u8(at + 1));
    }

    /// Where the first option of this kind and length begins, from the transport header, or -1.
    static int find(Packet packet, int headerLength, int kind, int length) {
        for (int offset = TcpHeader.MIN_LENGTH; offset <= headerLength - length; offset += length(packet, offset)) {
            int at = packet.transportOffset() + offset;
            if (packet.u8(at) == kind && packet.u8(at + 1) == length) {
                return offset;
            }
        }
        return -1;
    }
}
