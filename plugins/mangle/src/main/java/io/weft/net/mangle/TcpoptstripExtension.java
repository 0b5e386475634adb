package io.weft.net.mangle;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/// `-j TCPOPTSTRIP`: puts no operation in the place of TCP options.
final class TcpoptstripExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("strip-options"));
    private static final Limits LIMITS = new Limits(Set.of("mangle"), Set.of(), Ipv4Header.PROTOCOL_TCP);

    @Override
    public String name() {
        return "TCPOPTSTRIP";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                TCPOPTSTRIP target options:
                  --strip-options value     strip specified TCP options denoted by value
                                            (separated by comma) from TCP header
                  Instead of the numeric value, you can also use the following names:
                    wscale            strip "Window scale" option
                    mss               strip "Maximum Segment Size" option
                    sack-permitted    strip "SACK permitted" option
                    sack              strip "Selective ACK" option
                    timestamp         strip "Timestamp" option
                    md5               strip "MD5 signature" option
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private final BitSet kinds = new BitSet();

        @Override
        public void option(OptionUse use) throws SyntaxException {
            for (String word : use.value().split(",", -1)) {
                int kind = TcpoptstripTarget.kind(word);
                if (kind < 0) {
                    throw new SyntaxException("Bad TCP option value \"" + word + "\"");
                }
                if (kind < 2) {
                    throw new SyntaxException("Option value may not be 0 or 1");
                }
                if (kinds.get(kind)) {
                    throw new SyntaxException("Option \"" + word + "\" already specified");
                }
                kinds.set(kind);
            }
        }

        @Override
        public RuleTarget finish() {
            return new TcpoptstripTarget(kinds);
        }
    }
}
