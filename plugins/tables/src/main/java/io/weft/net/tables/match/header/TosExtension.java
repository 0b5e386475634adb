package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m tos`: bits of the type of service octet.
public final class TosExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("tos").withInversion().asRequired());

    @Override
    public String name() {
        return "tos";
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
                tos match options:
                [!] --tos value[/mask]    Match Type of Service/Priority field value
                [!] --tos symbol          Match TOS field (IPv4 only) by symbol
                                          Accepted symbolic names for value are:
                                          (0x10) 16 Minimize-Delay
                                          (0x08)  8 Maximize-Throughput
                                          (0x04)  4 Maximize-Reliability
                                          (0x02)  2 Minimize-Cost
                                          (0x00)  0 Normal-Service

                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private TosValue wanted = new TosValue(0, 0);
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            wanted = TosValue.parse(use.value());
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new TosMatch(wanted, inverted);
        }
    }
}
