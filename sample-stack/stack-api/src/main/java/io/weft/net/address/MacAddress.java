package io.weft.net.address;

import java.util.HexFormat;

/// A 48-bit MAC address, in the low bits of a `long`, first octet highest.
public record MacAddress(long value) {

    public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);
    public static final MacAddress ZERO = new MacAddress(0);

    public MacAddress {
        if (value >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits");
        }
    }

    /// Reads `02:00:00:00:00:01`.
    public static MacAddress parse(String text) {
        if (!text.matches("\\p{XDigit}{2}(:\\p{XDigit}{2}){5}")) {
            throw new IllegalArgumentException("'" + text + "' is no MAC address (want for example 02:00:00:00:00:01)");
        }
        return new MacAddress(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
    }

    /// The group bit: multicast and broadcast addresses have it.
    public static boolean isGroup(long value) {
        return (value >>> 40 & 1) != 0;
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(new byte[] {
            (byte) (value >>> 40), (byte) (value >>> 32), (byte) (value >>> 24),
            (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }
}
