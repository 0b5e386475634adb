package io.weft.net.tables.match.header;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m tcpmss`: the maximum segment size that a TCP header announces (RFC 9293 §3.7.1).
public final class TcpmssExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("mss").withInversion().asRequired());

    @Override
    public String name() {
        return "tcpmss";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Limits limits() {
        return Limits.protocol(Ipv4Header.PROTOCOL_TCP);
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                tcpmss match options:
                [!] --mss value[:value]\tMatch TCP MSS range.
                \t\t\t\t(only valid for TCP SYN or SYN/ACK packets)
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private PortRange sizes = PortRange.ALL;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            sizes = Ranges.numbers("tcpmss", use.name(), use.value());
            if (sizes.first() > sizes.last()) {
                throw new SyntaxException("tcpmss: invalid range given");
            }
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new TcpmssMatch(sizes, inverted);
        }
    }
}
