package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m length`: the length of the IP packet.
public final class LengthExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("length").withInversion().asRequired());

    @Override
    public String name() {
        return "length";
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
                length match options:
                [!] --length length[:length]    Match packet length against value or range
                                                of values (inclusive)
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private PortRange lengths = PortRange.ALL;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            lengths = Ranges.numbers("length", use.name(), use.value());
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new LengthMatch(lengths, inverted);
        }
    }
}
