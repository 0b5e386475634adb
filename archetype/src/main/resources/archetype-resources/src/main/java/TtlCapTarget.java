package ${package};

import io.weft.net.packet.Checksum;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import io.weft.net.tables.extension.Traversal;
import java.util.List;
import java.util.Set;

/// One use of `-j TTLCAP`: the time to live becomes so much at most.
record TtlCapTarget(int most) implements RuleTarget, PacketTarget {

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        Ipv4Header ip = packet.ip();
        int before = ip.ttl();
        if (before > most) {
            ip.ttl(most);
            ip.checksum(Checksum.update16(ip.checksum(), before << 8, most << 8));
        }
        return Decision.CONTINUE;
    }

    @Override
    public String save() {
        return "--ttl-most " + most;
    }

    @Override
    public String list(boolean numeric) {
        return "TTLCAP " + most;
    }

    /// What the target is called, its option, and the table that it may be used in.
    static final class Extension implements TargetExtension {

        @Override
        public String name() {
            return "TTLCAP";
        }

        @Override
        public List<OptionSpec> options() {
            return List.of(OptionSpec.value("ttl-most").asRequired());
        }

        @Override
        public Limits limits() {
            return new Limits(Set.of("mangle"), Set.of(), 0);
        }

        @Override
        public OptionParser<RuleTarget> parser() {
            return new Parser();
        }

        @Override
        public String help() {
            return """
                    TTLCAP target options:
                      --ttl-most value\tlowers the time to live to <value 1-255>
                    """;
        }
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private int most;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            most = (int) Numbers.option("TTLCAP", use, 1, 255);
        }

        @Override
        public RuleTarget finish() {
            return new TtlCapTarget(most);
        }
    }
}
