package io.weft.net.mangle;

import io.weft.net.packet.Checksum;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;

/// Brings TCP checksums along with changes under them (RFC 1624), the kernel's `inet_proto_csum_replace`: one that is still to be
/// finished holds the sum of the pseudo header alone.
final class TcpEdit {

    /// From the header's start to the 16 bits with header length and control bits.
    static final int OFFSET_AND_FLAGS = 12;

    private TcpEdit() { }

    /// Writes 16 bits at an offset from the transport header. As in the kernel the checksum is brought along as if the offset were even:
    /// after an odd one it is wrong.
    static void write16(Packet packet, int offset, int value) {
        int at = packet.transportOffset() + offset;
        int before = packet.u16(at);
        packet.u16(at, value);
        if (packet.checksum() != ChecksumState.TO_FINISH) {
            TcpHeader tcp = packet.tcp();
            tcp.checksum(Checksum.update16(tcp.checksum(), before, value));
        }
    }

    /// Writes 8 bits wherever they are.
    static void write8(Packet packet, int offset, int value) {
        int even = offset & ~1;
        int word = packet.u16(packet.transportOffset() + even);
        write16(packet, even, even == offset ? word & 0xFF | value << 8 : word & 0xFF00 | value);
    }

    /// 32 bits were put in at a place that held none.
    static void inserted32(Packet packet, int value) {
        if (packet.checksum() != ChecksumState.TO_FINISH) {
            TcpHeader tcp = packet.tcp();
            tcp.checksum(Checksum.update32(tcp.checksum(), 0, value));
        }
    }

    /// The segment's length changed, which the pseudo header holds.
    static void lengthened(Packet packet, int before, int now) {
        TcpHeader tcp = packet.tcp();
        if (packet.checksum() == ChecksumState.TO_FINISH) {
            tcp.checksum(~Checksum.update16(~tcp.checksum() & 0xFFFF, before, now) & 0xFFFF);
        } else {
            tcp.checksum(Checksum.update16(tcp.checksum(), before, now));
        }
    }
}
