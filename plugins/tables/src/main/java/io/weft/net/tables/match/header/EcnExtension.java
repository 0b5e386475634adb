package io.weft.net.tables.match.header;

import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m ecn`: explicit congestion notification, in the IP and the TCP header (RFC 3168).
public final class EcnExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.flag("ecn-tcp-cwr").withInversion(),
            OptionSpec.flag("ecn-tcp-ece").withInversion(),
            OptionSpec.value("ecn-ip-ect").withInversion());

    @Override
    public String name() {
        return "ecn";
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
                ECN match options
                [!] --ecn-tcp-cwr \t\tMatch CWR bit of TCP header
                [!] --ecn-tcp-ece\t\tMatch ECE bit of TCP header
                [!] --ecn-ip-ect [0..3]\tMatch ECN codepoint in IPv4/IPv6 header
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private int flagMask;
        private int flagValue;
        private boolean asksIp;
        private int codepoint;
        private boolean notCodepoint;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "ecn-tcp-cwr" -> flag(TcpHeader.CWR, use.inverted());
                case "ecn-tcp-ece" -> flag(TcpHeader.ECE, use.inverted());
                default -> {
                    asksIp = true;
                    notCodepoint = use.inverted();
                    codepoint = (int) Numbers.parse(use.value(), 3).orElseThrow(() -> new SyntaxException(
                            "ecn: bad value for option \"--ecn-ip-ect\", or out of range (0-3).\n"));
                }
            }
        }

        private void flag(int flag, boolean inverted) {
            flagMask |= flag;
            flagValue |= inverted ? 0 : flag;
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (flagMask == 0 && !asksIp) {
                throw new SyntaxException("ECN match: some option required");
            }
            return new EcnMatch(flagMask, flagValue, asksIp, codepoint, notCodepoint);
        }
    }
}
