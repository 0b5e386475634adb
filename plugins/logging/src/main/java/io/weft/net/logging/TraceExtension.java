package io.weft.net.logging;

import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.Set;

/// `-j TRACE`: from here on each rule that the packet matches is logged.
final class TraceExtension implements TargetExtension {

    private static final Limits LIMITS = new Limits(Set.of("raw"), Set.of(), 0);

    @Override
    public String name() {
        return "TRACE";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of();
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new OptionParser<>() {
            @Override
            public void option(OptionUse use) {
                throw new IllegalStateException("no option " + use.name());
            }

            @Override
            public RuleTarget finish() {
                return new TraceTarget();
            }
        };
    }

    @Override
    public String help() {
        return "TRACE does not take any options\n";
    }

    private record TraceTarget() implements RuleTarget {

        @Override
        public String save() {
            return "";
        }

        @Override
        public String list(boolean numeric) {
            return "";
        }

        @Override
        public PacketTarget bind(RuleSite site) {
            return (packet, traversal) -> {
                packet.traced(true);
                return Decision.CONTINUE;
            };
        }
    }
}
