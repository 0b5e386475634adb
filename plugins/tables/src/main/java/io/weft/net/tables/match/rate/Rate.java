package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Packets in a unit of time, such as `5/min`, the way the matches keep it: as the time between two packets, in parts of a second.
///
/// @param period unsigned, in 1/scale s
/// @param unitSeconds the unit in which it was written
record Rate(long period, int unitSeconds) {

    private static final String[] NAMES = {"day", "hour", "min", "sec"};
    private static final String[] WORDS = {"day", "hour", "minute", "second"};
    private static final int[] SECONDS = {24 * 60 * 60, 60 * 60, 60, 1};

    /// @param scale parts of a second
    /// @return null when `text` is no rate
    /// @throws SyntaxException when it is too fast to be told from no limit
    static @Nullable Rate parse(String text, long scale) throws SyntaxException {
        int slash = text.indexOf('/');
        int unit = slash < 0 ? SECONDS.length - 1 : unit(text.substring(slash + 1).toLowerCase(Locale.ROOT));
        long packets = Numbers.atoi(text);
        if (unit < 0 || packets == 0) {
            return null;
        }
        // a negative number is a very large one
        long period = Long.divideUnsigned(scale * SECONDS[unit], packets);
        if (period == 0) {
            throw new SyntaxException("Rate too fast \"" + text + "\"");
        }
        return new Rate(period, SECONDS[unit]);
    }

    /// The unit's place in the list, or -1.
    private static int unit(String begun) {
        for (int i = 0; i < WORDS.length; i++) {
            if (!begun.isEmpty() && WORDS[i].startsWith(begun)) {
                return i;
            }
        }
        return -1;
    }

    /// The rate in the smallest unit that shows it well enough.
    static String text(long period, long scale) {
        int unit = unitOf(period, scale);
        return SECONDS[unit] * scale / period + "/" + NAMES[unit];
    }

    /// The unit in which {@link #text} shows it.
    static int shownUnitSeconds(long period, long scale) {
        return SECONDS[unitOf(period, scale)];
    }

    private static int unitOf(long period, long scale) {
        int unit = 1;
        while (unit < SECONDS.length) {
            long length = SECONDS[unit] * scale;
            if (period > length || length / period < length % period) {
                break;
            }
            unit++;
        }
        return unit - 1;
    }
}
