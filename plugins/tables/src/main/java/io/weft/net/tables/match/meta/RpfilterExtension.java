package io.weft.net.tables.match.meta;

import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import java.util.List;
import java.util.Set;

/// `-m rpfilter`: whether an answer would leave by the interface that the packet came in by (RFC 3704).
public final class RpfilterExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.flag("loose"), OptionSpec.flag("validmark"), OptionSpec.flag("accept-local"), OptionSpec.flag("invert"));
    private static final Limits LIMITS = new Limits(Set.of("raw", "mangle"), Set.of(PacketHooks.PRE_ROUTING), 0);

    private final Stack stack;

    public RpfilterExtension(Stack stack) {
        this.stack = stack;
    }

    @Override
    public String name() {
        return "rpfilter";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                rpfilter match options:
                    --loose          permit reverse path via any interface
                    --validmark      use skb nfmark when performing route lookup
                    --accept-local   do not reject packets with a local source address
                    --invert         match packets that failed the reverse path test
                """;
    }

    private final class Parser implements OptionParser<RuleMatch> {

        private boolean loose;
        private boolean validMark;
        private boolean acceptLocal;
        private boolean inverted;

        @Override
        public void option(OptionUse use) {
            switch (use.name()) {
                case "loose" -> loose = true;
                case "validmark" -> validMark = true;
                case "accept-local" -> acceptLocal = true;
                default -> inverted = true;
            }
        }

        @Override
        public RuleMatch finish() {
            return new RpfilterMatch(stack, loose, validMark, acceptLocal, inverted);
        }
    }
}
