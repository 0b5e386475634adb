package io.weft.net.conntrack.words;

import io.weft.net.Stack;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.RuleMatch;
import java.util.List;

/// `-m conntrack`: what a packet is to its connection, and what is known about that.
public final class ConntrackExtension implements MatchExtension {

    static final String NAME = "conntrack";

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("ctstate").withInversion(),
            OptionSpec.value("ctproto").withInversion(),
            OptionSpec.value("ctorigsrc").withInversion(),
            OptionSpec.value("ctorigdst").withInversion(),
            OptionSpec.value("ctreplsrc").withInversion(),
            OptionSpec.value("ctrepldst").withInversion(),
            OptionSpec.value("ctstatus").withInversion(),
            OptionSpec.value("ctexpire").withInversion(),
            OptionSpec.value("ctorigsrcport").withInversion(),
            OptionSpec.value("ctorigdstport").withInversion(),
            OptionSpec.value("ctreplsrcport").withInversion(),
            OptionSpec.value("ctrepldstport").withInversion(),
            OptionSpec.value("ctdir"));

    private final Conntrack conntrack;
    private final Stack stack;

    ConntrackExtension(Conntrack conntrack, Stack stack) {
        this.conntrack = conntrack;
        this.stack = stack;
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
        return new ConntrackParser(conntrack, stack);
    }

    @Override
    public String help() {
        return """
                conntrack match options:
                [!] --ctstate {INVALID|ESTABLISHED|NEW|RELATED|UNTRACKED|SNAT|DNAT}[,...]
                                               State(s) to match
                [!] --ctproto proto            Protocol to match; by number or name, e.g. "tcp"
                [!] --ctorigsrc address[/mask]
                [!] --ctorigdst address[/mask]
                [!] --ctreplsrc address[/mask]
                [!] --ctrepldst address[/mask]
                                               Original/Reply source/destination address
                [!] --ctorigsrcport port
                [!] --ctorigdstport port
                [!] --ctreplsrcport port
                [!] --ctrepldstport port
                                               TCP/UDP/SCTP orig./reply source/destination port
                [!] --ctstatus {NONE|EXPECTED|SEEN_REPLY|ASSURED|CONFIRMED}[,...]
                                               Status(es) to match
                [!] --ctexpire time[:time]     Match remaining lifetime in seconds against
                                               value or range of values (inclusive)
                    --ctdir {ORIGINAL|REPLY}   Flow direction of packet
                """;
    }
}
