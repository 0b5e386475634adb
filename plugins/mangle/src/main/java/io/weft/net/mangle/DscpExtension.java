package io.weft.net.mangle;

import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `-j DSCP`: sets the differentiated services code point (RFC 2474).
final class DscpExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("set-dscp").excluding("set-dscp-class"), OptionSpec.value("set-dscp-class"));
    private static final Limits LIMITS = new Limits(Set.of("mangle"), Set.of(), 0);

    @Override
    public String name() {
        return "DSCP";
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
    public OptionParser<RuleTarget> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                DSCP target options
                  --set-dscp value\t\tSet DSCP field in packet header to value
                  \t\t                This value can be in decimal (ex: 32)
                               \t\tor in hex (ex: 0x20)
                  --set-dscp-class class\tSet the DSCP field in packet header to the
                \t\t\t\tvalue represented by the DiffServ class value.
                \t\t\t\tThis class may be EF,BE or any of the CSxx
                \t\t\t\tor AFxx classes.

                \t\t\t\tThese two options are mutually exclusive !
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private @Nullable DscpTarget target;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            target = new DscpTarget(use.name().equals("set-dscp")
                    ? Bounded.read("DSCP", use, 0, DscpTarget.MAX)
                    : classOf(use.value()));
        }

        /// `BE`, `EF`, `CS0` to `CS7` (RFC 2474 §4.2.2), `AF11` to `AF43` (RFC 2597 §6).
        private static int classOf(String text) throws SyntaxException {
            String name = text.toUpperCase(Locale.ROOT);
            if (name.equals("BE")) {
                return 0;
            }
            if (name.equals("EF")) {
                return DscpTarget.EXPEDITED_FORWARDING;
            }
            if (name.matches("CS[0-7]")) {
                return (name.charAt(2) - '0') << 3;
            }
            if (name.matches("AF[1-4][1-3]")) {
                return (name.charAt(2) - '0') << 3 | (name.charAt(3) - '0') << 1;
            }
            throw new SyntaxException("Invalid DSCP value `" + text + "'");
        }

        @Override
        public RuleTarget finish() throws SyntaxException {
            if (target == null) {
                throw new SyntaxException("DSCP target: Parameter --set-dscp is required");
            }
            return target;
        }
    }
}
