package io.weft.net.tables.match.meta;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m mark`: the firewall mark, under a mask.
public final class MarkExtension implements MatchExtension {

    private static final long MAX = 0xFFFF_FFFFL;
    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("mark").withInversion().asRequired());

    @Override
    public String name() {
        return "mark";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                mark match options:
                [!] --mark value[/mask]    Match nfmark value with optional mask
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private int mark;
        private int mask = -1;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            Numbers.Leading number = number(use.value());
            mark = (int) number.value();
            if (number.rest().startsWith("/")) {
                number = number(number.rest().substring(1));
                mask = (int) number.value();
            }
            if (!number.rest().isEmpty()) {
                throw new SyntaxException("mark: trailing garbage after value for option \"--mark\".\n");
            }
            inverted = use.inverted();
        }

        private static Numbers.Leading number(String text) throws SyntaxException {
            Numbers.Leading number = Numbers.leading(text, MAX);
            if (number == null) {
                throw new SyntaxException("mark: bad integer value for option \"--mark\", or out of range.\n");
            }
            return number;
        }

        @Override
        public RuleMatch finish() {
            return new MarkMatch(mark, mask, inverted);
        }
    }
}
