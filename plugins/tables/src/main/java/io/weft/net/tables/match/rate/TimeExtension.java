package io.weft.net.tables.match.rate;

import io.weft.net.Stack;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m time`: days and hours.
public final class TimeExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("datestart"),
            OptionSpec.value("datestop"),
            OptionSpec.value("timestart"),
            OptionSpec.value("timestop"),
            OptionSpec.value("weekdays").withInversion(),
            OptionSpec.value("monthdays").withInversion(),
            OptionSpec.flag("localtz").excluding("utc"),
            OptionSpec.flag("utc").excluding("localtz", "kerneltz"),
            OptionSpec.flag("kerneltz").excluding("utc"),
            OptionSpec.flag("contiguous"));

    private final Stack stack;
    private final int zoneSeconds;

    /// @param zoneSeconds how far the kernel's time zone is ahead of UTC
    TimeExtension(Stack stack, int zoneSeconds) {
        this.stack = stack;
        this.zoneSeconds = zoneSeconds;
    }

    @Override
    public String name() {
        return "time";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser(stack, zoneSeconds);
    }

    @Override
    public String help() {
        return """
                time match options:
                    --datestart time     Start and stop time, to be given in ISO 8601
                    --datestop time      (YYYY[-MM[-DD[Thh[:mm[:ss]]]]])
                    --timestart time     Start and stop daytime (hh:mm[:ss])
                    --timestop time      (between 00:00:00 and 23:59:59)
                [!] --monthdays value    List of days on which to match, separated by comma
                                         (Possible days: 1 to 31; defaults to all)
                [!] --weekdays value     List of weekdays on which to match, sep. by comma
                                         (Possible days: Mon,Tue,Wed,Thu,Fri,Sat,Sun or 1 to 7
                                         Defaults to all weekdays.)
                    --kerneltz           Work with the kernel timezone instead of UTC
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final Stack stack;
        private final int zoneSeconds;
        private long fromDate;
        private long toDate = TimeMatch.END;
        private int fromSecond;
        private int toSecond = TimeMatch.DAY_SECONDS - 1;
        private int monthDays = TimeMatch.ALL_MONTH_DAYS;
        private int weekDays = TimeMatch.ALL_WEEK_DAYS;
        private boolean contiguous;
        private boolean local;

        Parser(Stack stack, int zoneSeconds) {
            this.stack = stack;
            this.zoneSeconds = zoneSeconds;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "datestart" -> fromDate = TimeText.date(use.value());
                case "datestop" -> toDate = TimeText.date(use.value());
                case "timestart" -> fromSecond = TimeText.timeOfDay(use.value());
                case "timestop" -> toSecond = TimeText.timeOfDay(use.value());
                case "weekdays" -> weekDays = TimeText.weekDays(use.value()) ^ (use.inverted() ? TimeMatch.ALL_WEEK_DAYS : 0);
                case "monthdays" -> monthDays = TimeText.monthDays(use.value()) ^ (use.inverted() ? TimeMatch.ALL_MONTH_DAYS : 0);
                case "utc" -> { }
                case "contiguous" -> contiguous = true;
                case "kerneltz" -> local = true;
                default -> {
                    use.warn("WARNING: --localtz is being replaced by --kerneltz, since \"local\" is ambiguous."
                            + " Note the kernel timezone has caveats - see manpage for details.\n");
                    local = true;
                }
            }
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (contiguous && fromSecond < toSecond) {
                throw new SyntaxException("time: --contiguous only makes sense when stoptime is smaller than starttime");
            }
            return new TimeMatch(fromDate, toDate, fromSecond, toSecond, monthDays, weekDays, contiguous, local, stack, zoneSeconds);
        }
    }
}
