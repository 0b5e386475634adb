package io.weft.net.conntrack.words;

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

/// `-m state`: what a packet is to its connection.
public final class StateExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("state").withInversion().asRequired());

    private final Conntrack conntrack;

    StateExtension(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String name() {
        return "state";
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
                state match options:
                 [!] --state [INVALID|ESTABLISHED|NEW|RELATED|UNTRACKED][,...]
                \t\t\t\tState(s) to match
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final Conntrack conntrack;
        private int states;
        private boolean inverted;

        Parser(Conntrack conntrack) {
            this.conntrack = conntrack;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            states = States.PLAIN.parse(use.value(), "state", true);
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new StateMatch(states, inverted, conntrack);
        }
    }

    private record StateMatch(int states, boolean inverted, Conntrack conntrack) implements RuleMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return Tracking.match(conntrack, (packet, _) -> (States.of(packet) & states) != 0 != inverted);
        }

        @Override
        public String save() {
            return (inverted ? "! " : "") + "--state " + States.PLAIN.text(states);
        }

        @Override
        public String list(boolean numeric) {
            return (inverted ? "! " : "") + "state " + States.PLAIN.text(states);
        }
    }
}
