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

/// `-j ECN`: changes the bits by which hosts and routers speak about congestion (RFC 3168).
final class EcnExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.flag("ecn-tcp-remove").excluding("ecn-tcp-cwr", "ecn-tcp-ece"), OptionSpec.value("ecn-tcp-cwr"),
            OptionSpec.value("ecn-tcp-ece"), OptionSpec.value("ecn-ip-ect"));
    private static final Limits LIMITS = new Limits(Set.of("mangle"), Set.of(), 0);

    @Override
    public String name() {
        return "ECN";
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
                ECN target options
                  --ecn-tcp-remove\t\tRemove all ECN bits from TCP header
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private int ece = EcnTarget.AS_IT_IS;
        private int cwr = EcnTarget.AS_IT_IS;
        private int ect = EcnTarget.AS_IT_IS;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            switch (use.name()) {
                case "ecn-tcp-cwr" -> cwr = Bounded.read("ECN", use, 0, 1);
                case "ecn-tcp-ece" -> ece = Bounded.read("ECN", use, 0, 1);
                case "ecn-ip-ect" -> ect = Bounded.read("ECN", use, 0, 3);
                default -> {
                    cwr = 0;
                    ece = 0;
                }
            }
        }

        @Override
        public RuleTarget finish() throws SyntaxException {
            var target = new EcnTarget(ece, cwr, ect);
            if (!target.changesTcp() && ect == EcnTarget.AS_IT_IS) {
                throw new SyntaxException("ECN target: An operation is required");
            }
            return target;
        }
    }
}
