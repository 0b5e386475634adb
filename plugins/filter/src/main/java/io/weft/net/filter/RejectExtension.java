package io.weft.net.filter;

import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.Set;

/// `-j REJECT`: drops the packet and tells its sender.
final class RejectExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("reject-with"));
    private static final Limits LIMITS =
            new Limits(Set.of("filter"), Set.of(PacketHooks.LOCAL_IN, PacketHooks.FORWARD, PacketHooks.LOCAL_OUT), 0);

    private final Stack stack;

    RejectExtension(Stack stack) {
        this.stack = stack;
    }

    @Override
    public String name() {
        return "REJECT";
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
                REJECT target options:
                --reject-with type              drop input packet and send back
                                                a reply packet according to type:
                Valid reject types:
                    icmp-net-unreachable     \tICMP network unreachable
                    net-unreach              \talias
                    icmp-host-unreachable    \tICMP host unreachable
                    host-unreach             \talias
                    icmp-proto-unreachable   \tICMP protocol unreachable
                    proto-unreach            \talias
                    icmp-port-unreachable    \tICMP port unreachable (default)
                    port-unreach             \talias
                    icmp-net-prohibited      \tICMP network prohibited
                    net-prohib               \talias
                    icmp-host-prohibited     \tICMP host prohibited
                    host-prohib              \talias
                    tcp-reset                \tTCP RST packet
                    tcp-rst                  \talias
                    icmp-admin-prohibited    \tICMP administratively prohibited (*)
                    admin-prohib             \talias

                (*) See man page or read the INCOMPATIBILITES file for compatibility issues.
                """;
    }

    private final class Parser implements OptionParser<RuleTarget> {

        private RejectKind kind = RejectKind.PORT_UNREACHABLE;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            if (RejectKind.isEchoReply(use.value())) {
                use.warn("--reject-with echo-reply no longer supported\n");
            }
            kind = RejectKind.parse(use.value());
        }

        @Override
        public RuleTarget finish() {
            return new RejectTarget(kind, stack);
        }
    }
}
