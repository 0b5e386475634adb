package io.weft.net.mangle;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.SyntaxException;

/// Numbers within bounds, as options want them.
final class Bounded {

    private Bounded() { }

    static int read(String target, OptionUse use, int min, int max) throws SyntaxException {
        var number = Numbers.parse(use.value(), max);
        if (number.isEmpty() || number.getAsLong() < min) {
            throw new SyntaxException(
                    target + ": bad value for option \"--" + use.name() + "\", or out of range (" + min + "-" + max + ").\n");
        }
        return (int) number.getAsLong();
    }
}
