package io.weft.net.conntrack.words;

import io.weft.net.connection.Connection;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.Traversal;
import java.util.List;

/// `-m connmark`: the mark of the connection.
public final class ConnmarkMatchExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("mark").withInversion().asRequired());

    ConnmarkMatchExtension() { }

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
        return new Parser();
    }

    @Override
    public String help() {
        return """
                connmark match options:
                [!] --mark value[/mask]    Match ctmark value with optional mask
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private MarkText mark = new MarkText(0, 0);
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            mark = MarkText.parse("connmark", use);
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new ConnmarkMatch(mark.mark(), mark.mask(), inverted);
        }
    }

    /// The kernel's `connmark_mt`: a packet without a connection never matches.
    private record ConnmarkMatch(int mark, int mask, boolean inverted) implements RuleMatch, PacketMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return this;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            Connection connection = packet.connection();
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
