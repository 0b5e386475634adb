package io.weft.net.testkit.packet;

/// The Internet checksum, word by word as RFC 1071 §1 words it.
public final class InternetChecksum {

    private InternetChecksum() { }

    /// What the checksum field holds when it stood at zero within these bytes.
    public static int of(byte[]... parts) {
        return ~sum(parts) & 0xFFFF;
    }

    /// The folded ones'-complement sum; each part but the last is of even length.
    public static int sum(byte[]... parts) {
        long sum = 0;
        for (byte[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                int octet = Byte.toUnsignedInt(part[i]);
                sum += i % 2 == 0 ? octet << 8 : octet;
            }
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) sum;
    }
}
