package io.weft.net.tables.extension;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers on command lines, as C's `strtoul` with base 0 reads them: `80`, `0x50`, `0120`.
public final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*");

    private Numbers() { }

    /// The number that `text` begins with, as text; empty where it begins with none.
    public static String leading(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.lookingAt() ? number.group() : "";
    }

    /// @return empty when `text` is no number of 0 to `max`
    public static OptionalLong parse(String text, long max) {
        int radix = 10;
        String digits = text;
        if (text.startsWith("0x") || text.startsWith("0X")) {
            radix = 16;
            digits = text.substring(2);
        } else if (text.length() > 1 && text.startsWith("0")) {
            radix = 8;
            digits = text.substring(1);
        }
        if (digits.isEmpty() || digits.length() > 16 || Character.digit(digits.charAt(0), radix) < 0) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(digits, radix);
            return value <= max ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
