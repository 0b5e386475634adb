package io.weft.net.tables.match.rate;

import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.Traversal;
import java.util.List;

/// `-m quota`: a number of bytes, and then no more.
public final class QuotaExtension implements MatchExtension {

    private static final String NAME = "quota";
    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value(NAME).withInversion().asRequired());

    QuotaExtension() { }

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
        return new Parser();
    }

    @Override
    public String help() {
        return """
                quota match options:
                [!] --quota quota\t\tquota (bytes)
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private long bytes;
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            bytes = Numbers.option(NAME, use, 0, -1L);
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new Quota(bytes, inverted);
        }
    }

    /// What a rule lets through, the kernel's `quota_mt`.
    ///
    /// @param bytes unsigned
    private record Quota(long bytes, boolean inverted) implements RuleMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return new Rest(bytes, inverted);
        }

        @Override
        public String save() {
            return (inverted ? "! " : "") + "--quota " + Long.toUnsignedString(bytes);
        }

        @Override
        public String list(boolean numeric) {
            return "quota: " + Long.toUnsignedString(bytes) + " bytes";
        }
    }

    /// What is left of it.
    private static final class Rest implements PacketMatch {

        private final boolean inverted;
        private long bytes;

        Rest(long bytes, boolean inverted) {
            this.bytes = bytes;
            this.inverted = inverted;
        }

        @Override
        public boolean matches(Packet packet, Traversal traversal) {
            int length = packet.ip().totalLength();
            if (Long.compareUnsigned(bytes, length) >= 0) {
                bytes -= length;
                return !inverted;
            }
            // not even a small packet from now on
            bytes = 0;
            return inverted;
        }
    }
}
