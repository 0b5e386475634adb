package io.weft.net.tables.match.meta;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m cpu`: which processor handles the packet. One loop thread handles all of a stack's, so that is 0, whichever core it runs on.
public final class CpuExtension implements MatchExtension {

    private static final int ONLY = 0;
    private static final long MAX = 0xFFFF_FFFFL;
    private static final PacketMatch ALWAYS = (packet, traversal) -> true;
    private static final PacketMatch NEVER = (packet, traversal) -> false;
    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("cpu").withInversion().asRequired());

    @Override
    public String name() {
        return "cpu";
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
                cpu match options:
                [!] --cpu number   Match CPU number
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private int number;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            number = (int) Numbers.option("cpu", use, 0, MAX);
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new Cpu(number, inverted);
        }
    }

    private record Cpu(int number, boolean inverted) implements RuleMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return (number == ONLY) != inverted ? ALWAYS : NEVER;
        }

        @Override
        public String save() {
            return (inverted ? "! " : "") + "--cpu " + Integer.toUnsignedString(number);
        }

        @Override
        public String list(boolean numeric) {
            return "cpu " + (inverted ? "! " : "") + Integer.toUnsignedString(number);
        }
    }
}
