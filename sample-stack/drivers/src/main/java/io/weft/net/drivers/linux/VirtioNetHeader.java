package io.weft.net.drivers.linux;

import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;

/// The header in front of a frame that says what is still to be done to it (virtio 1.2 §5.1.6), in its legacy form: 10 bytes in the
/// machine's byte order. Packet sockets (PACKET_VNET_HDR) and TAP devices (IFF_VNET_HDR) speak it.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------+---------------+-------------------------------+
///     |     flags     |   gso type    |     length of all headers     |
///     +---------------+---------------+-------------------------------+
///     |     payload of a segment      | where the checksum's sum begins|
///     +-------------------------------+-------------------------------+
///     | where the checksum is, behind |
///     +-------------------------------+
public final class VirtioNetHeader {

    public static final int LENGTH = 10;

    private static final int NEEDS_CSUM = 1;
    private static final int DATA_VALID = 2;

    private static final int GSO_NONE = 0;
    private static final int GSO_TCPV4 = 1;
    private static final int GSO_TCPV6 = 4;
    private static final int GSO_UDP_L4 = 5;
    private static final int GSO_ECN = 0x80;

    private static final int UDP_HEADER = 8;
    private static final int TCP_DATA_OFFSET = 12;

    private VirtioNetHeader() { }

    /// Tells `packet`, whose data is the frame, what the header at `address` says; false when that makes no sense.
    ///
    /// An IPv6 packet to be cut passes as it is: the stack does not speak IPv6 and ends it.
    public static boolean read(long address, Packet packet) {
        int flags = Native.u8(address);
        if ((flags & NEEDS_CSUM) != 0) {
            int start = Native.u16(address + 6);
            int offset = Native.u16(address + 8);
            if (start + offset + 2 > packet.length()) {
                return false;
            }
            packet.checksumToFinish(start, offset);
        } else if ((flags & DATA_VALID) != 0) {
            packet.checksum(ChecksumState.VERIFIED);
        }
        int gso = Native.u8(address + 1);
        int size = Native.u16(address + 4);
        return switch (gso) {
            case GSO_NONE, GSO_TCPV6, GSO_TCPV6 | GSO_ECN -> true;
            case GSO_TCPV4, GSO_TCPV4 | GSO_ECN -> segmented(packet, Segmentation.TCPV4, size, (gso & GSO_ECN) != 0);
            case GSO_UDP_L4 -> segmented(packet, Segmentation.UDP, size, false);
            default -> false;
        };
    }

    private static boolean segmented(Packet packet, Segmentation kind, int size, boolean ecn) {
        if (size == 0) {
            return false;
        }
        packet.segmentation(kind, size, ecn);
        return true;
    }

    /// Writes at `address` what is still to be done to `packet`, whose data is the frame.
    public static void write(long address, Packet packet) {
        boolean toFinish = packet.checksum() == ChecksumState.TO_FINISH;
        int start = toFinish ? packet.checksumStart() : 0;
        Native.u8(address, toFinish ? NEEDS_CSUM : 0);
        Native.u16(address + 6, start);
        Native.u16(address + 8, toFinish ? packet.checksumOffset() : 0);
        Native.u16(address + 4, packet.segmentSize());
        int gso = switch (packet.segmentation()) {
            case NONE -> GSO_NONE;
            case TCPV4 -> packet.segmentEcn() ? GSO_TCPV4 | GSO_ECN : GSO_TCPV4;
            case UDP -> GSO_UDP_L4;
        };
        Native.u8(address + 1, gso);
        Native.u16(address + 2, gso == GSO_NONE || !toFinish ? 0 : headersLength(packet, start));
    }

    /// A hint how much of the frame to copy at once; the kernel looks for itself.
    private static int headersLength(Packet packet, int transport) {
        if (packet.segmentation() == Segmentation.UDP) {
            return transport + UDP_HEADER;
        }
        int dataOffset = transport + TCP_DATA_OFFSET;
        return dataOffset < packet.length() ? transport + (packet.u8(dataOffset) >>> 4) * 4 : transport;
    }
}
