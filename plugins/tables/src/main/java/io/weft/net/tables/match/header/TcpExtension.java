package io.weft.net.tables.match.header;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `-m tcp`: ports, flags and options of TCP segments.
public final class TcpExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("source-port", "sport").withInversion().withRepetition(),
            OptionSpec.value("destination-port", "dport").withInversion().withRepetition(),
            OptionSpec.flag("syn").withInversion().withRepetition(),
            OptionSpec.value("tcp-flags").withInversion().withRepetition(),
            OptionSpec.value("tcp-option").withInversion().withRepetition());

    @Override
    public String name() {
        return "tcp";
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
                tcp match options:
                [!] --tcp-flags mask comp\tmatch when TCP flags & mask == comp
                \t\t\t\t(Flags: SYN ACK FIN RST URG PSH ALL NONE)
                [!] --syn\t\t\tmatch when only SYN flag set
                \t\t\t\t(equivalent to --tcp-flags SYN,RST,ACK,FIN SYN)
                [!] --source-port port[:port]
                 --sport ...
                \t\t\t\tmatch source port(s)
                [!] --destination-port port[:port]
                 --dport ...
                \t\t\t\tmatch destination port(s)
                [!] --tcp-option number        match if TCP option set
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final Set<String> seen = new HashSet<>();
        private PortRange sources = PortRange.ALL;
        private PortRange destinations = PortRange.ALL;
        private int flagMask;
        private int flagValue;
        private int option;
        private boolean notSource;
        private boolean notDestination;
        private boolean notFlags;
        private boolean notOption;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "source-port" -> {
                    once(use, "Only one `--source-port' allowed");
                    sources = Ranges.ports(use.value(), Ipv4Header.PROTOCOL_TCP);
                    notSource = use.inverted();
                }
                case "destination-port" -> {
                    once(use, "Only one `--destination-port' allowed");
                    destinations = Ranges.ports(use.value(), Ipv4Header.PROTOCOL_TCP);
                    notDestination = use.inverted();
                }
                case "syn" -> {
                    onlyFlags();
                    flags(TcpFlags.SYN_MASK, TcpHeader.SYN, use);
                }
                case "tcp-flags" -> {
                    String wanted = use.nextWord();
                    if (wanted == null) {
                        throw new SyntaxException("--tcp-flags requires two args.");
                    }
                    onlyFlags();
                    flags(TcpFlags.parse(use.value()), TcpFlags.parse(wanted), use);
                }
                case "tcp-option" -> {
                    once(use, "Only one `--tcp-option' allowed");
                    option = (int) Numbers.parse(use.value(), 255).orElse(0);
                    if (option == 0) {
                        throw new SyntaxException("Bad TCP option \"" + use.value() + "\"");
                    }
                    notOption = use.inverted();
                }
                default -> throw new IllegalStateException("no option of tcp: " + use.name());
            }
        }

        private void onlyFlags() throws SyntaxException {
            if (!seen.add("flags")) {
                throw new SyntaxException("Only one of `--syn' or `--tcp-flags'  allowed");
            }
        }

        private void flags(int mask, int value, OptionUse use) {
            flagMask = mask;
            flagValue = value;
            notFlags = use.inverted();
        }

        private void once(OptionUse use, String complaint) throws SyntaxException {
            if (!seen.add(use.name())) {
                throw new SyntaxException(complaint);
            }
        }

        @Override
        public RuleMatch finish() {
            return new TcpMatch(sources, destinations, flagMask, flagValue, option, notSource, notDestination, notFlags, notOption);
        }
    }
}
