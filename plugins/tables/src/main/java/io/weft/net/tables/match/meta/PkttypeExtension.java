package io.weft.net.tables.match.meta;

import io.weft.net.packet.LinkType;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.Locale;

/// `-m pkttype`: to whom the frame was addressed that brought the packet.
public final class PkttypeExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("pkt-type").withInversion().asRequired());

    @Override
    public String name() {
        return "pkttype";
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
                pkttype match options:
                [!] --pkt-type packettype    match packet type
                Valid packet types:
                \tunicast       \t\tto us
                \tbroadcast     \t\tto all
                \tmulticast     \t\tto group
                \totherhost     \t\tto someone else

                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private LinkType type = LinkType.HOST;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            type = switch (use.value().toLowerCase(Locale.ROOT)) {
                case "unicast", "host" -> LinkType.HOST;
                case "broadcast", "bcast" -> LinkType.BROADCAST;
                case "multicast", "mcast" -> LinkType.MULTICAST;
                case "otherhost" -> LinkType.OTHER_HOST;
                default -> throw new SyntaxException("Bad packet type '" + use.value() + "'");
            };
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new PkttypeMatch(type, inverted);
        }
    }
}
