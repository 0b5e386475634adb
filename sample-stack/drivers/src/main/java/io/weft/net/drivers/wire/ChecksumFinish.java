package io.weft.net.drivers.wire;

/// Finishes a transport checksum that a sender left to the card, in a frame that is a byte array.
final class ChecksumFinish {

    private ChecksumFinish() { }

    /// Sums from `start` to the end (RFC 1071), the field included, for it holds the pseudo header's sum, and writes the complement at
    /// `start + offset`; zero is written as all ones, because in UDP zero means none (RFC 768).
    static void in(byte[] frame, int start, int offset) {
        long sum = 0;
        for (int i = start; i < frame.length; i++) {
            int value = Byte.toUnsignedInt(frame[i]);
            sum += (i - start & 1) == 0 ? (long) value << 8 : value;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        int checksum = (int) ~sum & 0xFFFF;
        if (checksum == 0) {
            checksum = 0xFFFF;
        }
        frame[start + offset] = (byte) (checksum >>> 8);
        frame[start + offset + 1] = (byte) checksum;
    }
}
