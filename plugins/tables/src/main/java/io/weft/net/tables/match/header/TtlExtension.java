package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-m ttl`: how far the packet may still go.
public final class TtlExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("ttl-lt").excluding("ttl-gt", "ttl-eq"),
            OptionSpec.value("ttl-gt").excluding("ttl-lt", "ttl-eq"),
            OptionSpec.value("ttl-eq", "ttl").withInversion().excluding("ttl-lt", "ttl-gt"));

    @Override
    public String name() {
        return "ttl";
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
                ttl match options:
                [!] --ttl-eq value\tMatch time to live value
                  --ttl-lt value\tMatch TTL < value
                  --ttl-gt value\tMatch TTL > value
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private @Nullable TtlMatch match;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            int ttl = (int) Numbers.parse(use.value(), 255).orElseThrow(() -> new SyntaxException(
                    "ttl: bad value for option \"--" + use.name() + "\", or out of range (0-255).\n"));
            match = new TtlMatch(ttl, switch (use.name()) {
                case "ttl-lt" -> TtlMatch.Comparison.LESS;
                case "ttl-gt" -> TtlMatch.Comparison.GREATER;
                default -> use.inverted() ? TtlMatch.Comparison.OTHER : TtlMatch.Comparison.EQUAL;
            });
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (match == null) {
                throw new SyntaxException("TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt");
            }
            return match;
        }
    }
}
