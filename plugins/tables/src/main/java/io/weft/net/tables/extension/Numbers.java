package io.weft.net.tables.extension;

import java.math.BigInteger;
import java.util.OptionalLong;

/// Numbers on command lines, as C's `strtoul` with base 0 reads them: `80`, `0x50`, `0120`.
public final class Numbers {

    private Numbers() { }

    /// @param max unsigned
    /// @return empty when `text` is no number of 0 to `max`
    public static OptionalLong parse(String text, long max) {
        String digits = text.stripLeading();
        digits = digits.startsWith("+") ? digits.substring(1) : digits;
        int radix = 10;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            radix = 16;
            digits = digits.substring(2);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            radix = 8;
            digits = digits.substring(1);
        }
        if (digits.isEmpty() || Character.digit(digits.charAt(0), radix) < 0) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseUnsignedLong(digits, radix);
            return Long.compareUnsigned(value, max) <= 0 ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    /// An option's number, as most options want it.
    ///
    /// @param max unsigned
    /// @throws SyntaxException in libxtables' words when it is none of `min` to `max`
    public static long option(String extension, OptionUse use, long min, long max) throws SyntaxException {
        OptionalLong number = parse(use.value(), max);
        if (number.isEmpty() || Long.compareUnsigned(number.getAsLong(), min) < 0) {
            throw new SyntaxException(extension + ": bad value for option \"--" + use.name() + "\", or out of range ("
                    + min + "-" + Long.toUnsignedString(max) + ").\n");
        }
        return number.getAsLong();
    }

    /// The number that `text` begins with, as C's `atoi` reads it: 0 where there is none, and cut to 32 bits.
    public static int leading(String text) {
        String rest = text.stripLeading();
        int end = !rest.isEmpty() && (rest.charAt(0) == '+' || rest.charAt(0) == '-') ? 1 : 0;
        int from = end;
        while (end < rest.length() && rest.charAt(end) >= '0' && rest.charAt(end) <= '9') {
            end++;
        }
        if (end == from) {
            return 0;
        }
        BigInteger value = new BigInteger(rest.substring(rest.charAt(0) == '+' ? 1 : 0, end));
        return value.bitLength() < Long.SIZE ? value.intValue() : value.signum() > 0 ? -1 : 0;
    }
}
