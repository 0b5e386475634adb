package io.weft.net.tables.match.rate;

import io.weft.net.Stack;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Days and hours, the kernel's `time_mt`.
///
/// @param fromDate seconds since 1970
/// @param toDate the last second
/// @param fromSecond of the day
/// @param toSecond the last one; before `fromSecond` for a time over midnight
/// @param monthDays bits 1 to 31
/// @param weekDays bits 1, Monday, to 7
/// @param contiguous what is behind midnight belongs to the day before
/// @param local by the kernel's time zone
/// @param zoneSeconds how far the kernel's time zone is ahead of UTC
record TimeMatch(
        long fromDate, long toDate, int fromSecond, int toSecond, int monthDays, int weekDays, boolean contiguous, boolean local,
        Stack stack, int zoneSeconds) implements RuleMatch {

    static final int DAY_SECONDS = 24 * 60 * 60;
    static final int ALL_MONTH_DAYS = 0xFFFF_FFFE;
    static final int ALL_WEEK_DAYS = 0xFE;
    /// The last second of 32 bits.
    static final long END = Integer.MAX_VALUE;

    private static final String[] DAY_NAMES = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final int DAYS_OF_WEEK = 7;
    private static final int DAYS_OF_MONTH = 31;
    private static final DateTimeFormatter SAVED = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter LISTED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @Override
    public PacketMatch bind(RuleSite site) {
        return new Calendar(this);
    }

    /// The answer at one time.
    ///
    /// @param utcSecond since 1970
    boolean contains(long utcSecond) {
        long second = local ? utcSecond + zoneSeconds : utcSecond;
        if (second < fromDate || second > toDate) {
            return false;
        }
        long daySecond = Math.floorMod(second, DAY_SECONDS);
        if (fromSecond < toSecond) {
            if (daySecond < fromSecond || daySecond > toSecond) {
                return false;
            }
        } else {
            if (daySecond < fromSecond && daySecond > toSecond) {
                return false;
            }
            if (contiguous && daySecond <= toSecond) {
                second -= DAY_SECONDS;
            }
        }
        long day = Math.floorDiv(second, DAY_SECONDS);
        // 1970 began on a Thursday
        long weekDay = Math.floorMod(day + 3, DAYS_OF_WEEK) + 1;
        return (weekDays & 1 << weekDay) != 0
                && (monthDays == ALL_MONTH_DAYS
                        || (monthDays & 1 << LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).getDayOfMonth()) != 0);
    }

    @Override
    public String save() {
        var text = new StringBuilder();
        if (isPartOfDay()) {
            text.append(" --timestart ").append(clock(fromSecond)).append(" --timestop ").append(clock(toSecond));
        }
        if (monthDays != ALL_MONTH_DAYS) {
            text.append(" --monthdays ").append(monthDayNames(Integer::toString));
        }
        if (weekDays != ALL_WEEK_DAYS) {
            text.append(" --weekdays ").append(weekDayNames());
        }
        if (fromDate != 0) {
            text.append(" --datestart ").append(date(fromDate, SAVED));
        }
        if (toDate != 0) {
            text.append(" --datestop ").append(date(toDate, SAVED));
        }
        text.append(local ? " --kerneltz" : "").append(contiguous ? " --contiguous" : "");
        return text.toString().strip();
    }

    @Override
    public String list(boolean numeric) {
        var text = new StringBuilder("TIME");
        if (isPartOfDay()) {
            text.append(" from ").append(clock(fromSecond)).append(" to ").append(clock(toSecond));
        }
        if (weekDays != ALL_WEEK_DAYS) {
            text.append(" on ").append(weekDayNames());
        }
        if (monthDays != ALL_MONTH_DAYS) {
            text.append(" on ").append(monthDayNames(TimeMatch::ordinal));
        }
        if (fromDate != 0) {
            text.append(" starting from ").append(date(fromDate, LISTED));
        }
        if (toDate != END) {
            text.append(" until date").append(toDate == 0 ? "" : " " + date(toDate, LISTED));
        }
        return text.append(local ? "" : " UTC").append(contiguous ? " contiguous" : "").toString();
    }

    private boolean isPartOfDay() {
        return fromSecond != 0 || toSecond != DAY_SECONDS - 1;
    }

    private static String clock(int second) {
        return String.format("%02d:%02d:%02d", second / 3_600, second / 60 % 60, second % 60);
    }

    private static String date(long second, DateTimeFormatter format) {
        return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).format(format);
    }

    private String monthDayNames(IntFunction<String> form) {
        return IntStream.rangeClosed(1, DAYS_OF_MONTH).filter(day -> (monthDays & 1 << day) != 0).mapToObj(form)
                .collect(Collectors.joining(","));
    }

    private String weekDayNames() {
        return IntStream.rangeClosed(1, DAYS_OF_WEEK).filter(day -> (weekDays & 1 << day) != 0).mapToObj(day -> DAY_NAMES[day])
                .collect(Collectors.joining(","));
    }

    /// `1st`, and `11st` too, as iptables says.
    private static String ordinal(int day) {
        return day + switch (day % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    /// Asks the calendar once a second.
    private static final class Calendar implements PacketMatch {

        private final TimeMatch match;
        private long second = Long.MIN_VALUE;
        private boolean answer;

        Calendar(TimeMatch match) {
            this.match = match;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            long now = Math.floorDiv(match.stack.wallClockMs(), 1_000L);
            if (now != second) {
                second = now;
                answer = match.contains(now);
            }
            return answer;
        }
    }
}
