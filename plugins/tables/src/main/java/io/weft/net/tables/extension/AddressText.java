package io.weft.net.tables.extension;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// Addresses on command lines.
public final class AddressText {

    private AddressText() { }

    /// Reads `10.1.2.3`, or less of it: in `10`, `10.1` and `10.1.2` what is missing is 0.
    public static OptionalInt parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return OptionalInt.empty();
        }
        int address = 0;
        for (int i = 0; i < parts.length; i++) {
            OptionalLong octet = Numbers.parse(parts[i], 255);
            if (octet.isEmpty()) {
                return OptionalInt.empty();
            }
            address |= (int) octet.getAsLong() << 24 - 8 * i;
        }
        return OptionalInt.of(address);
    }
}
