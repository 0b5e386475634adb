package io.weft.net.packet;

import java.nio.ByteOrder;

/// The Internet checksum (RFC 1071) over packets, and its incremental update (RFC 1624).
///
/// Sums are ones'-complement sums of big-endian 16-bit words, folded to 16 bits; a checksum field holds the complement of one.
public final class Checksum {

    /// Fewer bytes than this are summed sooner than a vector loop has begun.
    private static final int LEAST_BULK = 64;
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Checksum() { }

    /// The folded sum of `length` bytes at `offset` from the packet's head, an odd last byte padded with zero.
    public static int sum(Packet packet, int offset, int length) {
        return sumAt(packet, packet.headAt() + offset, length, 0);
    }

    /// The complement of a sum: what a checksum field holds.
    public static int finish(int sum) {
        return ~sum & 0xFFFF;
    }

    /// Computes the checksum of a packet with {@link ChecksumState#TO_FINISH}, whose state is then VERIFIED. A checksum of 0, which in
    /// UDP means that there is none, becomes its equal 0xFFFF, for every protocol as in Linux's `skb_checksum_help`.
    ///
    /// @return false, with nothing changed, when the bytes that the state speaks of are not in the packet
    public static boolean finish(Packet packet) {
        int start = packet.checksumStart();
        int offset = packet.checksumOffset();
        if (start < 0 || offset < 0 || start > packet.length() - 2 || offset > packet.length() - 2 - start) {
            return false;
        }
        int checksum = finish(sum(packet, start, packet.length() - start));
        packet.u16(start + offset, checksum == 0 ? 0xFFFF : checksum);
        packet.checksum(ChecksumState.VERIFIED);
        return true;
    }

    /// The folded sum of the TCP or UDP pseudo header (RFC 9293 §3.1, RFC 768).
    public static int pseudoHeader(int source, int destination, int protocol, int transportLength) {
        return fold((source & 0xFFFF_FFFFL) + (destination & 0xFFFF_FFFFL) + protocol + transportLength);
    }

    /// The checksum after a 16-bit word under it changed (RFC 1624, equation 3).
    public static int update16(int checksum, int oldValue, int newValue) {
        return ~fold((~checksum & 0xFFFF) + (~oldValue & 0xFFFF) + (newValue & 0xFFFFL)) & 0xFFFF;
    }

    /// The checksum after a 32-bit word at an even offset under it changed.
    public static int update32(int checksum, int oldValue, int newValue) {
        return update16(update16(checksum, oldValue >>> 16, newValue >>> 16), oldValue, newValue);
    }

    /// Folds a sum of 16- or 32-bit words to 16 bits.
    static int fold(long sum) {
        long folded = (sum & 0xFFFF_FFFFL) + (sum >>> 32);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        return (int) ((folded & 0xFFFF) + (folded >>> 16));
    }

    static int sumAt(Packet packet, int at, int length, long initial) {
        long address = packet.check(at, length);
        int bulk = length < LEAST_BULK ? 0 : length & -Integer.BYTES;
        return fold(initial + bulkSum(address, bulk) + restSum(address + bulk, length - bulk));
    }

    /// In the machine's byte order and by the plainest loop, which the JIT turns into vector instructions: four times as fast. Only the
    /// folded sum is put into the network's order (RFC 1071 §2 (B)).
    private static long bulkSum(long address, int length) {
        long sum = 0;
        for (int i = 0; i < length >>> 2; i++) {
            sum += Memory.nativeI32(address + ((long) i << 2)) & 0xFFFF_FFFFL;
        }
        int folded = fold(sum);
        return LITTLE_ENDIAN ? Short.toUnsignedInt(Short.reverseBytes((short) folded)) : folded;
    }

    private static long restSum(long from, int length) {
        long address = from;
        long end = address + length;
        long sum = 0;
        for (; end - address >= 8; address += 8) {
            long word = Memory.i64(address);
            sum += (word & 0xFFFF_FFFFL) + (word >>> 32);
        }
        if (end - address >= 4) {
            sum += Memory.i32(address) & 0xFFFF_FFFFL;
            address += 4;
        }
        if (end - address >= 2) {
            sum += Memory.u16(address);
            address += 2;
        }
        if (end > address) {
            sum += (long) Memory.u8(address) << 8;
        }
        return sum;
    }
}
