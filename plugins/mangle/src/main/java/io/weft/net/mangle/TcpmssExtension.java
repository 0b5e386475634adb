package io.weft.net.mangle;

import io.weft.net.Stack;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-j TCPMSS`: lowers the segment size that a SYN asks for.
final class TcpmssExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("set-mss"), OptionSpec.flag("clamp-mss-to-pmtu"));
    private static final Limits LIMITS = Limits.protocol(Ipv4Header.PROTOCOL_TCP);

    private final Stack stack;

    TcpmssExtension(Stack stack) {
        this.stack = stack;
    }

    @Override
    public String name() {
        return "TCPMSS";
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
                TCPMSS target mutually-exclusive options:
                  --set-mss value               explicitly set MSS option to specified value
                  --clamp-mss-to-pmtu           automatically clamp MSS value to (path_MTU - 20)
                """;
    }

    private final class Parser implements OptionParser<RuleTarget> {

        private @Nullable TcpmssTarget target;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            target = new TcpmssTarget(use.name().equals("set-mss")
                    ? Bounded.read("TCPMSS", use, 0, TcpmssTarget.MAX)
                    : TcpmssTarget.PATH_MTU, stack);
        }

        @Override
        public RuleTarget finish() throws SyntaxException {
            if (target == null) {
                throw new SyntaxException("TCPMSS target: At least one parameter is required");
            }
            return target;
        }
    }
}
