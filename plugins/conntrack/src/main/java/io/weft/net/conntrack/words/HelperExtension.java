package io.weft.net.conntrack.words;

import io.weft.net.connection.Connection;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.Quoting;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-m helper`: connections that a helper announced.
public final class HelperExtension implements MatchExtension {

    private static final int MAX_NAME = 29;
    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("helper").withInversion().asRequired());

    private final Conntrack conntrack;

    HelperExtension(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String name() {
        return "helper";
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
                helper match options:
                [!] --helper string        Match helper identified by string
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private final Conntrack conntrack;
        private String name = "";
        private boolean inverted;

        Parser(Conntrack conntrack) {
            this.conntrack = conntrack;
        }

        @Override
        public void option(OptionUse use) {
            name = use.value().substring(0, Math.min(MAX_NAME, use.value().length()));
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new HelperMatch(name, inverted, conntrack);
        }
    }

    /// The kernel's `helper_mt`.
    ///
    /// @param name empty for any helper; `ftp-2121` is met by `ftp` too
    private record HelperMatch(String name, boolean inverted, Conntrack conntrack) implements RuleMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return Tracking.match(conntrack, (packet, _) -> matches(packet.connection()));
        }

        private boolean matches(@Nullable Connection connection) {
            Connection master = connection == null ? null : connection.master();
            String helper = master == null ? null : master.helper();
            return (helper != null && (name.isEmpty() || name.startsWith(helper))) != inverted;
        }

        @Override
        public String save() {
            return (inverted ? "! " : "") + "--helper " + Quoting.quote(name);
        }

        @Override
        public String list(boolean numeric) {
            return "helper match " + (inverted ? "! " : "") + "\"" + name + "\"";
        }
    }
}
