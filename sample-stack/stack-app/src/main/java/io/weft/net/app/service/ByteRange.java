package io.weft.net.app.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A part of a file that a client asks for (RFC 9110 §14.1.2).
///
/// @param first byte, from 0
/// @param last byte, itself a part; before `first` when the file has no such part
record ByteRange(long first, long last) {

    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=\\s*(\\d{1,18})?-(\\d{1,18})?\\s*");

    /// Reads the field `Range`.
    ///
    /// @param length of the file
    /// @return null where all of it is to be sent: what is no range, or several at once, a server may overlook (§14.2)
    static @Nullable ByteRange of(String field, long length) {
        Matcher words = SINGLE.matcher(field);
        if (!words.matches() || words.group(1) == null && words.group(2) == null) {
            return null;
        }
        if (words.group(1) == null) {
            long suffix = Long.parseLong(words.group(2));
            return new ByteRange(suffix == 0 ? length : Math.max(0, length - suffix), length - 1);
        }
        long first = Long.parseLong(words.group(1));
        long last = words.group(2) == null ? length - 1 : Long.parseLong(words.group(2));
        if (words.group(2) != null && last < first) {
            return null;
        }
        return new ByteRange(first, Math.min(last, length - 1));
    }

    boolean isSatisfiable() {
        return first <= last;
    }

    long length() {
        return last - first + 1;
    }
}
