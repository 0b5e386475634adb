package io.weft.net.tables.rule;

import io.weft.net.address.Ipv4;

/// An address with the bits of it that count; the mask need not be contiguous.
public record AddressMask(int address, int mask) {

    public static final AddressMask ANY = new AddressMask(0, 0);

    public AddressMask {
        address &= mask;
    }

    /// `10.0.0.0/8`, and with a mask that is no prefix `10.0.0.0/255.0.255.0`.
    @Override
    public String toString() {
        return Ipv4.format(address) + "/" + maskText();
    }

    /// As {@link #toString}, without the mask of a single host.
    public String shortText() {
        return mask == -1 ? Ipv4.format(address) : toString();
    }

    private String maskText() {
        int length = Integer.bitCount(mask);
        return mask == Ipv4.mask(length) ? Integer.toString(length) : Ipv4.format(mask);
    }
}
