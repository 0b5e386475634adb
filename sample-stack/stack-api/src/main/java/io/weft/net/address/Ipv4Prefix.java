package io.weft.net.address;

/// An IPv4 network: an address whose host bits are zero, and a prefix length of 0 to 32.
public record Ipv4Prefix(int address, int length) {

    public static final Ipv4Prefix ALL = new Ipv4Prefix(0, 0);

    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("prefix length " + length + " is not within 0 to 32");
        }
        if ((address & ~Ipv4.mask(length)) != 0) {
            throw new IllegalArgumentException(Ipv4.format(address) + "/" + length + " has host bits set: want "
                    + Ipv4.format(address & Ipv4.mask(length)) + "/" + length);
        }
    }

    /// Reads `10.0.0.0/8`, `10.0.0.1` (a /32) or `default`.
    public static Ipv4Prefix parse(String text) {
        if (text.equals("default")) {
            return ALL;
        }
        InterfaceAddress read = InterfaceAddress.parse(text);
        return new Ipv4Prefix(read.address(), read.prefixLength());
    }

    public boolean contains(int other) {
        return (other & Ipv4.mask(length)) == address;
    }

    @Override
    public String toString() {
        return Ipv4.format(address) + "/" + length;
    }
}
