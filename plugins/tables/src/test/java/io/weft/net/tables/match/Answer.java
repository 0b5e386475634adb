package io.weft.net.tables.match;

import io.weft.net.packet.Packet;
import io.weft.net.tables.Shell;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.Traversal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one match says to one packet.
public enum Answer {
    YES, NO, HOT_DROP;

    /// Reads one use of a match, and asks it about a packet, which ends here.
    public static Answer of(MatchExtension extension, String options, Packet packet, int protocol) throws SyntaxException {
        PacketMatch match = parse(extension, options, protocol).bind(new RuleSite("test", Set.of(), protocol, false));
        packet.markTransportHeader(packet.ip().headerLength());
        var traversal = new Asked(packet.ip().fragmentOffset());
        boolean yes = match.matches(packet, traversal);
        packet.release();
        return traversal.hotDropped ? HOT_DROP : yes ? YES : NO;
    }

    /// What `!` makes of it.
    public Answer inverted() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case HOT_DROP -> HOT_DROP;
        };
    }

    /// Reads the words that stand behind `-m NAME`.
    public static RuleMatch parse(MatchExtension extension, String options, int protocol) throws SyntaxException {
        OptionParser<RuleMatch> parser = extension.parser();
        List<String> words = Shell.split(options);
        boolean inverted = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("!")) {
                inverted = true;
                continue;
            }
            var spec = extension.options().stream()
                    .filter(each -> each.isNamed(word.substring(2))).findFirst().orElseThrow();
            String value = spec.takesValue() ? words.get(++i) : "";
            String second = word.equals("--tcp-flags") ? words.get(++i) : null;
            parser.option(new Use(spec.name(), value, inverted, second, protocol, false));
            inverted = false;
        }
        return parser.finish();
    }

    private record Use(String name, String value, boolean inverted, @Nullable String nextWord, int protocol, boolean protocolInverted)
            implements OptionUse { }

    private static final class Asked implements Traversal {

        private final int fragmentOffset;
        private boolean hotDropped;

        Asked(int fragmentOffset) {
            this.fragmentOffset = fragmentOffset;
        }

        @Override
        public String table() {
            return "test";
        }

        @Override
        public String hook() {
            return "TEST";
        }

        @Override
        public int fragmentOffset() {
            return fragmentOffset;
        }

        @Override
        public void hotDrop() {
            hotDropped = true;
        }
    }
}
