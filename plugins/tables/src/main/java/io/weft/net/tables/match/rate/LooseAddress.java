package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.Numbers;
import java.util.OptionalInt;

/// Addresses as C's `inet_aton` reads them: the last of one to four numbers fills what is left, so that `24` is 0.0.0.24.
final class LooseAddress {

    private static final int PARTS = 4;

    private LooseAddress() { }

    static OptionalInt parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > PARTS) {
            return OptionalInt.empty();
        }
        int address = 0;
        for (int i = 0; i < parts.length; i++) {
            int bytes = i == parts.length - 1 ? PARTS - i : 1;
            var number = Numbers.parse(parts[i], 0xFFFF_FFFFL >>> Byte.SIZE * (PARTS - bytes));
            if (number.isEmpty()) {
                return OptionalInt.empty();
            }
            address |= (int) number.getAsLong() << Byte.SIZE * (PARTS - i - bytes);
        }
        return OptionalInt.of(address);
    }
}
