package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// Reads times, dates and days the way `-m time` writes them.
final class TimeText {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2038;
    private static final int MAX_MONTH_DAY = 31;
    private static final int DAY_LENGTH = 2;
    private static final int SHOWN_LENGTH = 3;
    private static final List<String> WEEK_DAYS = List.of("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su");
    // what stands behind a year, a month, a day, an hour, a minute
    private static final String DATE_SEPARATORS = "--T::";
    private static final int[] MOST = {LAST_YEAR, 12, 31, 23, 59, 59};

    private TimeText() { }

    /// Digits and what stands behind them, in the way of C's `strtoul`: no digits are 0.
    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        long number() {
            int from = at;
            while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || at == from && text.charAt(at) == '+')) {
                at++;
            }
            long value = 0;
            boolean any = false;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = Math.min(Integer.MAX_VALUE, value * 10 + text.charAt(at++) - '0');
                any = true;
            }
            at = any ? at : from;
            return value;
        }

        boolean ended() {
            return at == text.length();
        }

        boolean skip(char wanted) {
            if (!ended() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        String rest() {
            return text.substring(at);
        }
    }

    /// `hh:mm[:ss]` as seconds of the day.
    static int timeOfDay(String text) throws SyntaxException {
        var cursor = new Cursor(text);
        String part = text;
        long hour = cursor.number();
        if (hour <= MOST[3] && cursor.skip(':')) {
            part = cursor.rest();
            long minute = cursor.number();
            if (minute <= MOST[4] && cursor.ended()) {
                return (int) (hour * 3_600 + minute * 60);
            }
            if (minute <= MOST[4] && cursor.skip(':')) {
                part = cursor.rest();
                long second = cursor.number();
                if (second <= MOST[5] && cursor.ended()) {
                    return (int) (hour * 3_600 + minute * 60 + second);
                }
            }
        }
        throw new SyntaxException(
                "invalid time \"" + part + "\" specified, should be hh:mm[:ss] format and within the boundaries");
    }

    /// `YYYY[-MM[-DD[Thh[:mm[:ss]]]]]` as seconds since 1970; a month or day of 0 is the one before the first.
    static long date(String text) throws SyntaxException {
        int[] parts = {0, 1, 1, 0, 0, 0};
        var cursor = new Cursor(text);
        for (int i = 0; i < parts.length; i++) {
            long number = cursor.number();
            boolean ended = cursor.ended();
            boolean separated = !ended && i < DATE_SEPARATORS.length() && cursor.skip(DATE_SEPARATORS.charAt(i));
            if (number > MOST[i] || i == 0 && number < FIRST_YEAR || !ended && !separated) {
                throw new SyntaxException("Invalid date \"" + text + "\" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]");
            }
            parts[i] = (int) number;
            if (ended) {
                break;
            }
        }
        long second = LocalDateTime.of(parts[0], 1, 1, parts[3], parts[4], parts[5])
                .plusMonths(parts[1] - 1L).plusDays(parts[2] - 1L).toEpochSecond(ZoneOffset.UTC);
        if (second < 0) {
            throw new SyntaxException("mktime returned an error");
        }
        return second;
    }

    /// Numbers parted by commas, as bits.
    static int monthDays(String text) throws SyntaxException {
        int days = 0;
        for (String part : text.split(",")) {
            if (!part.isEmpty()) {
                String day = part.substring(0, Math.min(DAY_LENGTH, part.length()));
                days |= 1 << monthDay(day);
            }
        }
        return days;
    }

    private static int monthDay(String day) throws SyntaxException {
        var number = Numbers.parse(day, MAX_MONTH_DAY);
        if (number.isEmpty()) {
            throw new SyntaxException(day + " is not a valid day for --monthdays");
        }
        return (int) number.getAsLong();
    }

    /// Names or numbers parted by commas, as bits: 1 is Monday, and only two letters count.
    static int weekDays(String text) throws SyntaxException {
        int days = 0;
        String list = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
        if (list.isEmpty()) {
            return 0;
        }
        for (String part : list.split(",", -1)) {
            days |= 1 << weekDay(part);
        }
        return days & 0xFF;
    }

    private static int weekDay(String part) throws SyntaxException {
        var cursor = new Cursor(part);
        long number = cursor.number();
        if (cursor.ended()) {
            if (number == 0) {
                throw new SyntaxException("No, the week does NOT begin with Sunday.");
            }
            return (int) number;
        }
        int named = WEEK_DAYS.indexOf(part.substring(0, Math.min(DAY_LENGTH, part.length())));
        if (named < 0) {
            throw new SyntaxException(part.substring(0, Math.min(SHOWN_LENGTH, part.length())) + " is not a valid day specifier");
        }
        return named + 1;
    }
}
