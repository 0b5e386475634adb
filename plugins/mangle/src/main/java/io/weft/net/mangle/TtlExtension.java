package io.weft.net.mangle;

import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `-j TTL`: changes the time to live.
final class TtlExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("ttl-set").excluding("ttl-dec", "ttl-inc"), OptionSpec.value("ttl-dec").excluding("ttl-inc"),
            OptionSpec.value("ttl-inc"));
    private static final Limits LIMITS = new Limits(Set.of("mangle"), Set.of(), 0);

    @Override
    public String name() {
        return "TTL";
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
                TTL target options
                  --ttl-set value\t\tSet TTL to <value 0-255>
                  --ttl-dec value\t\tDecrement TTL by <value 1-255>
                  --ttl-inc value\t\tIncrement TTL by <value 1-255>
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private @Nullable TtlTarget target;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            TtlTarget.Way way = switch (use.name()) {
                case "ttl-set" -> TtlTarget.Way.SET;
                case "ttl-dec" -> TtlTarget.Way.DECREMENT;
                default -> TtlTarget.Way.INCREMENT;
            };
            target = new TtlTarget(way, Bounded.read("TTL", use, way == TtlTarget.Way.SET ? 0 : 1, 255));
        }

        @Override
        public RuleTarget finish() throws SyntaxException {
            if (target == null) {
                throw new SyntaxException("TTL: You must specify an action");
            }
            return target;
        }
    }
}
