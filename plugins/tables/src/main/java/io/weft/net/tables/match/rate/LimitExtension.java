package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m limit`: packets at a rate, for the rule as a whole.
public final class LimitExtension implements MatchExtension {

    private static final String NAME = "limit";
    private static final int MAX_BURST = 10_000;
    private static final int DEFAULT_BURST = 5;

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("limit"), OptionSpec.value("limit-burst"));

    private final Jiffies jiffies;

    LimitExtension(Jiffies jiffies) {
        this.jiffies = jiffies;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser(jiffies);
    }

    @Override
    public String help() {
        return """
                limit match options:
                --limit avg\t\t\tmax average match rate: default 3/hour
                                                [Packets per second unless followed by\s
                                                /sec /minute /hour /day postfixes]
                --limit-burst number\t\tnumber to match in a burst, default 5
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final Jiffies jiffies;
        private long period = LimitMatch.SCALE * 60 * 60 / 3;
        private int burst = DEFAULT_BURST;

        Parser(Jiffies jiffies) {
            this.jiffies = jiffies;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            if (use.name().equals("limit")) {
                Rate rate = Rate.parse(use.value(), LimitMatch.SCALE);
                if (rate == null) {
                    throw new SyntaxException("bad rate \"" + use.value() + "\"'");
                }
                period = rate.period();
            } else {
                burst = (int) Numbers.option(NAME, use, 0, MAX_BURST);
            }
        }

        @Override
        public RuleMatch finish() {
            return new LimitMatch((int) period, burst, jiffies);
        }
    }
}
