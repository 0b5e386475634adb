package io.weft.net.drivers;

import io.weft.net.address.MacAddress;

/// Addresses for cards that have none: locally administered (IEEE 802 §8.2), the same for the same name every time.
public final class MacAddresses {

    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;

    private MacAddresses() { }

    /// `02`, three bytes of the name, two of the number.
    public static MacAddress derived(String name, int number) {
        int hash = name.hashCode() * 0x9E37_79B1;
        return new MacAddress(LOCALLY_ADMINISTERED | (hash >>> 8 & 0xFF_FFFFL) << 16 | number & 0xFFFFL);
    }
}
