package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `-m multiport`: up to 15 ports, a range counting as two.
public final class MultiportExtension implements MatchExtension {

    private static final int MAX_PORTS = 15;
    // TCP, UDP, DCCP, SCTP, UDP-Lite: their headers begin with both ports
    private static final Set<Integer> PROTOCOLS = Set.of(6, 17, 33, 132, 136);

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("source-ports", "sports").withInversion().excluding("destination-ports", "ports"),
            OptionSpec.value("destination-ports", "dports").withInversion().excluding("source-ports", "ports"),
            OptionSpec.value("ports").withInversion().excluding("source-ports", "destination-ports"));

    @Override
    public String name() {
        return "multiport";
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
                multiport match options:
                [!] --source-ports port[,port:port,port...]
                 --sports ...
                \t\t\t\tmatch source port(s)
                [!] --destination-ports port[,port:port,port...]
                 --dports ...
                \t\t\t\tmatch destination port(s)
                [!] --ports port[,port:port,port]
                \t\t\t\tmatch both source and destination port(s)
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private @Nullable MultiportMatch match;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            if (use.protocolInverted() || (use.protocol() != 0 && !PROTOCOLS.contains(use.protocol()))) {
                throw new SyntaxException("multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP");
            }
            if (use.protocol() == 0) {
                throw new SyntaxException("multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'");
            }
            var side = switch (use.name()) {
                case "source-ports" -> MultiportMatch.Side.SOURCE;
                case "destination-ports" -> MultiportMatch.Side.DESTINATION;
                default -> MultiportMatch.Side.EITHER;
            };
            match = new MultiportMatch(side, ranges(use), use.inverted(), use.protocol());
        }

        private static List<PortRange> ranges(OptionUse use) throws SyntaxException {
            var ranges = new ArrayList<PortRange>();
            int ports = 0;
            for (String part : use.value().split(",", -1)) {
                int colon = part.indexOf(':');
                ports += colon < 0 ? 1 : 2;
                if (ports > MAX_PORTS) {
                    throw new SyntaxException("too many ports specified");
                }
                int first = Ranges.port(colon < 0 ? part : part.substring(0, colon), use.protocol());
                int last = colon < 0 ? first : Ranges.port(part.substring(colon + 1), use.protocol());
                if (colon >= 0 && first >= last) {
                    throw new SyntaxException("invalid portrange specified");
                }
                ranges.add(new PortRange(first, last));
            }
            return List.copyOf(ranges);
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (match == null) {
                throw new SyntaxException("multiport expection an option");
            }
            return match;
        }
    }
}
