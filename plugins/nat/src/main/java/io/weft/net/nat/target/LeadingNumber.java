package io.weft.net.nat.target;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number at the beginning of a text, and what follows it: C's `strtoul` with base 0.
record LeadingNumber(int value, String rest) {

    private static final Pattern NUMBER =
            Pattern.compile("\\s*\\+?(?:0[xX](?<hex>\\p{XDigit}+)|(?<octal>0[0-7]*)|(?<decimal>[1-9]\\d*))(?<rest>.*)", Pattern.DOTALL);
    // enough for any that is not too large, and too few to overflow
    private static final int MOST_DIGITS = 15;

    /// @return null when the text begins with no number of `min` to `max`
    static @Nullable LeadingNumber read(String text, int min, int max) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long value = digits(matcher, "hex", 16);
        value = value < 0 ? digits(matcher, "octal", 8) : value;
        value = value < 0 ? digits(matcher, "decimal", 10) : value;
        return value < min || value > max ? null : new LeadingNumber((int) value, matcher.group("rest"));
    }

    private static long digits(Matcher matcher, String group, int radix) {
        String digits = matcher.group(group);
        if (digits == null) {
            return -1;
        }
        return digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits, radix);
    }
}
