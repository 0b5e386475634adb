package io.weft.net.tables.match.payload;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-m string`: bytes anywhere in the packet.
public final class StringExtension implements MatchExtension {

    private static final int MAX_ALGORITHM_NAME = 15;
    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("from"),
            OptionSpec.value("to"),
            OptionSpec.value("algo"),
            OptionSpec.value("string").withInversion().excluding("hex-string"),
            OptionSpec.value("hex-string").withInversion().excluding("string"),
            OptionSpec.flag("icase"));

    @Override
    public String name() {
        return "string";
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
                string match options:
                --from                       Offset to start searching from
                --to                         Offset to stop searching
                --algo                       Algorithm
                --icase                      Ignore case (default: 0)
                [!] --string string          Match a string in a packet
                [!] --hex-string string      Match a hex string in a packet
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private @Nullable String bytes;
        private @Nullable String algorithm;
        private int from;
        private int to = PortRange.MAX;
        private boolean ignoreCase;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "from" -> from = offset(use);
                case "to" -> to = offset(use);
                case "algo" ->
                        algorithm = use.value().substring(0, Math.min(MAX_ALGORITHM_NAME, use.value().length()));
                case "icase" -> ignoreCase = true;
                case "string" -> {
                    bytes = ByteText.plain(use.value());
                    inverted = use.inverted();
                }
                default -> {
                    bytes = ByteText.hex(use.value());
                    inverted = use.inverted();
                }
            }
        }

        private static int offset(OptionUse use) throws SyntaxException {
            return (int) Numbers.parse(use.value(), PortRange.MAX).orElseThrow(() -> new SyntaxException(
                    "string: bad value for option \"--" + use.name() + "\", or out of range (0-65535).\n"));
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (bytes == null) {
                throw new SyntaxException("STRING match: You must specify `--string' or `--hex-string'");
            }
            // as a required option it would be complained about before the bytes
            if (algorithm == null) {
                throw new SyntaxException("string: option \"--algo\" must be specified\n");
            }
            return new StringMatch(bytes, algorithm, from, to, ignoreCase, inverted);
        }
    }
}
