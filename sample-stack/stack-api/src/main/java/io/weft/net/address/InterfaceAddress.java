package io.weft.net.address;

/// An IPv4 address of an interface, with the length of the network that lies on that link.
public record InterfaceAddress(int address, int prefixLength) {

    public InterfaceAddress {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is not within 0 to 32");
        }
    }

    /// Reads `192.168.1.1/24`, or `192.168.1.1` as a /32.
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new InterfaceAddress(Ipv4.parse(text), 32);
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("\\d{1,2}") || Integer.parseInt(digits) > 32) {
            throw new IllegalArgumentException("'" + text + "' has no prefix length of 0 to 32 after the slash");
        }
        return new InterfaceAddress(Ipv4.parse(text.substring(0, slash)), Integer.parseInt(digits));
    }

    public Ipv4Prefix network() {
        return new Ipv4Prefix(address & Ipv4.mask(prefixLength), prefixLength);
    }

    /// The directed broadcast address; the address itself on a /31 or /32, which have none (RFC 3021).
    public int broadcast() {
        return prefixLength >= 31 ? address : address | ~Ipv4.mask(prefixLength);
    }

    @Override
    public String toString() {
        return Ipv4.format(address) + "/" + prefixLength;
    }
}
