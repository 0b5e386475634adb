package io.weft.net.tables.match.rate;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.random.RandomGenerator;

/// `-m statistic`: some packets of many, by chance or by count.
public final class StatisticExtension implements MatchExtension {

    private static final String NAME = "statistic";
    private static final long MAX = 0xFFFF_FFFFL;

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("mode").asRequired(),
            OptionSpec.value("probability").withInversion().excluding("every", "packet"),
            OptionSpec.value("every").withInversion().excluding("probability").needing("packet"),
            OptionSpec.value("packet").excluding("probability").needing("every"));

    private final RandomGenerator random;

    StatisticExtension(RandomGenerator random) {
        this.random = random;
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
        return new Parser(random);
    }

    @Override
    public String help() {
        return """
                statistic match options:
                 --mode mode                    Match mode (random, nth)
                 random mode:
                [!] --probability p\t\t Probability
                 nth mode:
                [!] --every n\t\t\t Match every nth packet
                 --packet p\t\t\t Initial counter value (0 <= p <= n-1, default 0)
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final RandomGenerator random;
        private boolean nth;
        private boolean probabilityGiven;
        private int probability;
        private boolean countGiven;
        private long last;
        private long packet;
        private boolean inverted;

        Parser(RandomGenerator random) {
            this.random = random;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            inverted |= use.inverted();
            switch (use.name()) {
                case "mode" -> nth = isNth(use.value());
                case "probability" -> {
                    probability = probability(use.value());
                    probabilityGiven = true;
                }
                case "every" -> {
                    last = Numbers.option(NAME, use, 1, MAX) - 1;
                    countGiven = true;
                }
                default -> {
                    packet = Numbers.option(NAME, use, 0, MAX);
                    countGiven = true;
                }
            }
        }

        private static boolean isNth(String mode) throws SyntaxException {
            return switch (mode) {
                case "nth" -> true;
                case "random" -> false;
                default -> throw new SyntaxException("Bad mode \"" + mode + "\"");
            };
        }

        /// In 2^-31, as an unsigned number, because 1 is one.
        private static int probability(String text) throws SyntaxException {
            try {
                double value = Double.parseDouble(text);
                boolean isJavasOwn = text.endsWith("d") || text.endsWith("f") || text.endsWith("D") || text.endsWith("F");
                if (value >= 0 && value <= 1 && !isJavasOwn) {
                    return (int) Math.round(value * StatisticMatch.WHOLE);
                }
            } catch (NumberFormatException notANumber) {
                // said below
            }
            throw new SyntaxException(NAME + ": bad value for option \"--probability\", or out of range (0-1).\n");
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (!nth) {
                if (!probabilityGiven) {
                    throw new SyntaxException("--probability must be specified when using random mode");
                }
                return new StatisticMatch.Chance(probability, inverted, random);
            }
            if (!countGiven) {
                throw new SyntaxException("--every and --packet must be specified when using nth mode");
            }
            if (packet > last) {
                throw new SyntaxException("the --packet p must be 0 <= p <= n-1");
            }
            return new StatisticMatch.Nth(last, packet, inverted);
        }
    }
}
