package io.weft.net.address;

/// IPv4 addresses held in an `int`: reading, writing, and the classes of address that RFC 1122 §3.2.1.3 and RFC 6890 name.
public final class Ipv4 {

    /// 0.0.0.0, "this host on this network".
    public static final int ANY = 0;
    /// 255.255.255.255, the limited broadcast.
    public static final int BROADCAST = 0xFFFFFFFF;

    private Ipv4() { }

    /// Reads dotted-quad notation: four decimal numbers, no shorter forms, and no leading zeroes, which are octal to some readers.
    ///
    /// @throws IllegalArgumentException naming the text that is no address
    public static int parse(String text) {
        int address = 0;
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int octet = 0;
            while (at < text.length() && at - start < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                octet = octet * 10 + text.charAt(at++) - '0';
            }
            int digits = at - start;
            boolean closed = part == 3 ? at == text.length() : at < text.length() && text.charAt(at++) == '.';
            boolean plain = digits == 1 || digits > 1 && text.charAt(start) != '0';
            if (!plain || octet > 255 || !closed) {
                throw new IllegalArgumentException("'" + text + "' is no IPv4 address (want for example 192.168.1.1)");
            }
            address = address << 8 | octet;
        }
        return address;
    }

    public static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    /// 224.0.0.0/4.
    public static boolean isMulticast(int address) {
        return address >>> 28 == 0xE;
    }

    /// 127.0.0.0/8.
    public static boolean isLoopback(int address) {
        return address >>> 24 == 127;
    }

    /// 0.0.0.0/8.
    public static boolean isZeroNet(int address) {
        return address >>> 24 == 0;
    }

    /// The network mask of a prefix length of 0 to 32.
    public static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << 32 - prefixLength;
    }
}
