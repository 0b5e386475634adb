package io.weft.net.tables.match.header;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.ServiceNames;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m udp`: ports of UDP datagrams.
public final class UdpExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("source-port", "sport").withInversion(),
            OptionSpec.value("destination-port", "dport").withInversion());

    @Override
    public String name() {
        return "udp";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Limits limits() {
        return Limits.protocol(Ipv4Header.PROTOCOL_UDP);
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                udp match options:
                [!] --source-port port[:port]
                 --sport ...
                \t\t\t\tmatch source port(s)
                [!] --destination-port port[:port]
                 --dport ...
                \t\t\t\tmatch destination port(s)
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private PortRange sources = PortRange.ALL;
        private PortRange destinations = PortRange.ALL;
        private boolean notSource;
        private boolean notDestination;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            PortRange ports = Ranges.lenient("udp", use.name(), use.value(), ServiceNames::resolve);
            if (use.name().equals("source-port")) {
                sources = ports;
                notSource = use.inverted();
            } else {
                destinations = ports;
                notDestination = use.inverted();
            }
        }

        @Override
        public RuleMatch finish() {
            return new UdpMatch(sources, destinations, notSource, notDestination);
        }
    }
}
