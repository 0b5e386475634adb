package io.weft.net.conntrack.words;

import io.weft.net.conntrack.Conntrack;
import io.weft.net.tables.extension.AddressText;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m connlimit`: how many connections a host has at once.
public final class ConnlimitExtension implements MatchExtension {

    private static final String NAME = "connlimit";
    private static final long MAX = 0xFFFF_FFFFL;

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("connlimit-upto").withInversion().excluding("connlimit-above"),
            OptionSpec.value("connlimit-above").withInversion().excluding("connlimit-upto"),
            OptionSpec.value("connlimit-mask"),
            OptionSpec.flag("connlimit-saddr").excluding("connlimit-daddr"),
            OptionSpec.flag("connlimit-daddr").excluding("connlimit-saddr"));

    private final Conntrack conntrack;

    ConnlimitExtension(Conntrack conntrack) {
        this.conntrack = conntrack;
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
        return new Parser(conntrack);
    }

    @Override
    public String help() {
        return """
                connlimit match options:
                  --connlimit-upto n     match if the number of existing connections is 0..n
                  --connlimit-above n    match if the number of existing connections is >n
                  --connlimit-mask n     group hosts using prefix length (default: max len)
                  --connlimit-saddr      select source address for grouping
                  --connlimit-daddr      select destination addresses for grouping
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final Conntrack conntrack;
        private boolean said;
        private long most;
        private boolean above;
        private int prefix = Integer.SIZE;
        private boolean destination;

        Parser(Conntrack conntrack) {
            this.conntrack = conntrack;
        }

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "connlimit-upto" -> limit(use, use.inverted());
                case "connlimit-above" -> limit(use, !use.inverted());
                case "connlimit-mask" -> prefix = Math.min(Integer.SIZE, AddressText.prefix(NAME, use, use.value()));
                default -> destination = use.name().equals("connlimit-daddr");
            }
        }

        private void limit(OptionUse use, boolean isAbove) throws SyntaxException {
            said = true;
            most = Numbers.option(NAME, use, 0, MAX);
            above = isAbove;
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (!said) {
                throw new SyntaxException("You must specify \"--connlimit-above\" or \"--connlimit-upto\".");
            }
            return new ConnlimitMatch(most, above, prefix, destination, conntrack);
        }
    }
}
