package io.weft.net.conntrack.words;

import io.weft.net.connection.Connection;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-m connmark`: the mark of the connection.
public final class ConnmarkMatchExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("mark").withInversion().asRequired());

    private final Conntrack conntrack;

    ConnmarkMatchExtension(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String name() {
        return "connmark";
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
                connmark match options:
                [!] --mark value[/mask]    Match ctmark value with optional mask
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final Conntrack conntrack;
        private MarkText mark = new MarkText(0, 0);
        private boolean inverted;

        Parser(Conntrack conntrack) {
            this.conntrack = conntrack;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            mark = MarkText.parse("connmark", use);
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new ConnmarkMatch(mark.mark(), mark.mask(), inverted, conntrack);
        }
    }

    /// The kernel's `connmark_mt`: a packet without a connection never matches.
    private record ConnmarkMatch(int mark, int mask, boolean inverted, Conntrack conntrack) implements RuleMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return Tracking.match(conntrack, (packet, _) -> matches(packet.connection()));
        }

        private boolean matches(@Nullable Connection connection) {
            return connection != null && ((connection.mark() & mask) == mark) != inverted;
        }

        @Override
        public String save() {
            return (inverted ? "! " : "") + "--mark " + new MarkText(mark, mask);
        }

        @Override
        public String list(boolean numeric) {
            return "connmark match " + (inverted ? "!" : "") + " " + new MarkText(mark, mask);
        }
    }
}
