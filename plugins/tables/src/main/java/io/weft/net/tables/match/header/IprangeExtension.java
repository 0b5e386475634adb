package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.AddressText;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-m iprange`: addresses from one to another.
public final class IprangeExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("src-range").withInversion(),
            OptionSpec.value("dst-range").withInversion());

    @Override
    public String name() {
        return "iprange";
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
                iprange match options:
                [!] --src-range ip[-ip]    Match source IP in the specified range
                [!] --dst-range ip[-ip]    Match destination IP in the specified range
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private IprangeMatch.@Nullable Range source;
        private IprangeMatch.@Nullable Range destination;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            IprangeMatch.Range range = range(use);
            if (use.name().equals("src-range")) {
                source = range;
            } else {
                destination = range;
            }
        }

        private static IprangeMatch.Range range(OptionUse use) throws SyntaxException {
            String text = use.value();
            int dash = text.indexOf('-');
            int first = address(use, dash < 0 ? text : text.substring(0, dash));
            int last = dash < 0 ? first : address(use, text.substring(dash + 1));
            if (Integer.compareUnsigned(first, last) > 0) {
                use.warn("xt_iprange: range " + text + " is reversed and will never match\n");
            }
            return new IprangeMatch.Range(first, last, use.inverted());
        }

        private static int address(OptionUse use, String text) throws SyntaxException {
            return AddressText.padded(text).orElseThrow(() -> new SyntaxException(
                    "iprange: Bad value for \"--" + use.name() + "\" option: \"" + text + "\""));
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (source == null && destination == null) {
                throw new SyntaxException("iprange match: You must specify `--src-range' or `--dst-range'");
            }
            return new IprangeMatch(source, destination);
        }
    }
}
