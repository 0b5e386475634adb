package io.weft.net.conntrack.words;

import io.weft.net.conntrack.Conntrack;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.conntrack.words.ConnbytesMatch.Measure;
import io.weft.net.conntrack.words.ConnbytesMatch.Way;
import java.util.List;

/// `-m connbytes`: how much a connection has carried.
public final class ConnbytesExtension implements MatchExtension {

    private static final String NAME = "connbytes";
    private static final long UNLIMITED = -1L;

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("connbytes").withInversion().asRequired(),
            OptionSpec.value("connbytes-dir").asRequired(),
            OptionSpec.value("connbytes-mode").asRequired());

    private final Conntrack conntrack;

    ConnbytesExtension(Conntrack conntrack) {
        this.conntrack = conntrack;
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
        return new Parser(conntrack);
    }

    @Override
    public String help() {
        return """
                connbytes match options:
                 [!] --connbytes from:[to]
                     --connbytes-dir [original, reply, both]
                     --connbytes-mode [packets, bytes, avgpkt]
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final Conntrack conntrack;
        private long from;
        private long to = UNLIMITED;
        private boolean inverted;
        private Way way = Way.BOTH;
        private Measure measure = Measure.PACKETS;

        Parser(Conntrack conntrack) {
            this.conntrack = conntrack;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "connbytes" -> range(use);
                case "connbytes-dir" -> way = switch (use.value()) {
                    case "original" -> Way.ORIGINAL;
                    case "reply" -> Way.REPLY;
                    case "both" -> Way.BOTH;
                    default -> throw new SyntaxException("Unknown --connbytes-dir `" + use.value() + "'");
                };
                default -> measure = switch (use.value()) {
                    case "packets" -> Measure.PACKETS;
                    case "bytes" -> Measure.BYTES;
                    case "avgpkt" -> Measure.AVGPKT;
                    default -> throw new SyntaxException("Unknown --connbytes-mode `" + use.value() + "'");
                };
            }
        }

        private void range(OptionUse use) throws SyntaxException {
            String[] parts = use.value().split(":", -1);
            if (parts.length > 2) {
                throw new SyntaxException(NAME + ": Too many components for option \"--" + use.name() + "\" (max: 2)\n");
            }
            from = parts[0].isEmpty() ? 0 : number(use, parts[0], use.value());
            to = parts.length == 1 || parts[1].isEmpty() ? UNLIMITED : number(use, parts[1], parts[1]);
            if (Long.compareUnsigned(to, from) < 0) {
                throw new SyntaxException(Long.toUnsignedString(from) + " should be less than " + Long.toUnsignedString(to));
            }
            // iptables turns the bounds round, which changes nothing where they are the same
            inverted = use.inverted() && from != to;
        }

        private static long number(OptionUse use, String text, String near) throws SyntaxException {
            return Numbers.parse(text, UNLIMITED).orElseThrow(() -> new SyntaxException(NAME + ": bad value for option \"--" + use.name()
                    + "\" near \"" + near + "\", or out of range (0-" + Long.toUnsignedString(UNLIMITED) + ").\n"));
        }

        @Override
        public RuleMatch finish() {
            return new ConnbytesMatch(from, to, inverted, way, measure, conntrack);
        }
    }
}
