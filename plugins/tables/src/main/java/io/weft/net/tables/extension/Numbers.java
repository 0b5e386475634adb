package io.weft.net.tables.extension;

import java.math.BigInteger;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Numbers on command lines, as C's `strtoul` with base 0 reads them: `80`, `0x50`, `0120`, with white space and a `+` before them.
public final class Numbers {

    private static final String WHITE_SPACE = " \t\n\u000b\f\r";

    private Numbers() { }

    /// A number at the beginning of a text.
    ///
    /// @param rest what stands behind it
    public record Leading(long value, String rest) { }

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
        if (digits.isEmpty() || digits.chars().anyMatch(c -> c >= 0x80 || Character.digit(c, 0x10) < 0)) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseUnsignedLong(digits, radix);
            return Long.compareUnsigned(value, max) <= 0 ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    /// @param max not more than 2⁵⁹
    /// @return null when `text` does not begin with a number of 0 to `max`
    public static @Nullable Leading leading(String text, long max) {
        int at = 0;
        while (at < text.length() && WHITE_SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '+') {
            at++;
        }
        int radix = 10;
        if (text.startsWith("0", at)) {
            // a bare 0x is the number 0 with an x behind it
            boolean hex = at + 2 < text.length() && (text.charAt(at + 1) | ' ') == 'x' && digit(text, at + 2, 16) >= 0;
            radix = hex ? 16 : 8;
            at += hex ? 2 : 0;
        }
        int start = at;
        long value = 0;
        for (int digit = digit(text, at, radix); digit >= 0; digit = digit(text, ++at, radix)) {
            value = value > max ? value : value * radix + digit;
        }
        return at == start || value > max ? null : new Leading(value, text.substring(at));
    }

    private static int digit(String text, int at, int radix) {
        return at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), radix) : -1;
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
    public static int atoi(String text) {
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
