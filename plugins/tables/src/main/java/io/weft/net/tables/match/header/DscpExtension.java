package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `-m dscp`: the differentiated services codepoint (RFC 2474).
public final class DscpExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("dscp").withInversion().excluding("dscp-class"),
            OptionSpec.value("dscp-class").withInversion().excluding("dscp"));

    @Override
    public String name() {
        return "dscp";
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
                dscp match options
                [!] --dscp value\t\tMatch DSCP codepoint with numerical value
                  \t\t                This value can be in decimal (ex: 32)
                               \t\tor in hex (ex: 0x20)
                [!] --dscp-class name\t\tMatch the DiffServ class. This value may
                \t\t\t\tbe any of the BE,EF, AFxx or CSx classes

                \t\t\t\tThese two options are mutually exclusive !
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private @Nullable DscpMatch match;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            match = new DscpMatch(use.name().equals("dscp") ? codepoint(use.value()) : ofClass(use.value()), use.inverted());
        }

        private static int codepoint(String text) throws SyntaxException {
            return (int) Numbers.parse(text, 63).orElseThrow(() -> new SyntaxException(
                    "dscp: bad value for option \"--dscp\", or out of range (0-63).\n"));
        }

        /// Best effort, expedited forwarding (RFC 3246), class selectors (RFC 2474), assured forwarding (RFC 2597).
        private static int ofClass(String name) throws SyntaxException {
            String word = name.toUpperCase(Locale.ROOT);
            if (word.equals("BE")) {
                return 0;
            }
            if (word.equals("EF")) {
                return 46;
            }
            if (word.matches("CS[0-7]")) {
                return (word.charAt(2) - '0') * 8;
            }
            if (word.matches("AF[1-4][1-3]")) {
                return (word.charAt(2) - '0') * 8 + (word.charAt(3) - '0') * 2;
            }
            throw new SyntaxException("Invalid DSCP value `" + name + "'");
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (match == null) {
                throw new SyntaxException("DSCP match: Parameter --dscp is required");
            }
            return match;
        }
    }
}
